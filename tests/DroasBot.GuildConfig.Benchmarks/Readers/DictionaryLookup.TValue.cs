using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A bare dictionary: the least that a look-up costs. Awaited, the least that any asynchronous interface costs.</summary>
internal readonly struct DictionaryLookup<TValue>(ConcurrentDictionary<ulong, TValue> dictionary, ulong[] ids) : ILookup<TValue>, IReader<TValue>
{
    public TValue Get(int index) => dictionary.TryGetValue(ids[index], out var value) ? value : throw new KeyNotFoundException();

    public ValueTask<TValue> GetAsync(int index) => new(Get(index));
}

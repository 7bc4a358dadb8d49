using Microsoft.Extensions.Caching.Memory;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary><see cref="IMemoryCache"/>, as most hosts cache.</summary>
internal readonly struct MemoryCacheReader<TValue>(MemoryCache cache, ulong[] ids) : ILookup<TValue>, IReader<TValue>
{
    public TValue Get(int index) => cache.TryGetValue(ids[index], out TValue? value) ? value! : throw new KeyNotFoundException();

    public ValueTask<TValue> GetAsync(int index) => new(cache.GetOrCreateAsync(ids[index], static _ => Task.FromException<TValue>(new KeyNotFoundException()))!);
}

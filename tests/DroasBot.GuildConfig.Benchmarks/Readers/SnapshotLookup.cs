using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A bare dictionary: the minimum cost of a look-up. Awaited, the minimum cost of any asynchronous interface.</summary>
internal readonly struct SnapshotLookup(ConcurrentDictionary<ulong, GuildConfigSnapshot> dictionary, ulong[] ids) : ILookup, IReader
{
    public int Read(int index) => dictionary.TryGetValue(ids[index], out var value) ? Member.Of(value) : 0;

    public ValueTask<int> ReadAsync(int index) => new(Read(index));
}

using BitFaster.Caching;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>BitFaster.Caching, caching snapshots.</summary>
internal readonly struct BitFasterReader(IAsyncCache<ulong, GuildConfigSnapshot> cache, ulong[] ids) : IReader
{
    public ValueTask<int> ReadAsync(int index) => new(Member.Of(Member.Cached(cache.GetOrAddAsync(ids[index], static _ => Task.FromException<GuildConfigSnapshot>(new KeyNotFoundException())))));
}

using Microsoft.Extensions.Caching.Hybrid;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>HybridCache, in memory only, with objects that it may share. Its keys are strings, created before the clock runs.</summary>
internal readonly struct HybridCacheReader(HybridCache cache, string[] keys) : IReader
{
    public ValueTask<int> ReadAsync(int index)
        => new(Member.Of(Member.Cached(cache.GetOrCreateAsync(keys[index], static _ => ValueTask.FromException<SharedSnapshot>(new KeyNotFoundException()))).Snapshot));
}

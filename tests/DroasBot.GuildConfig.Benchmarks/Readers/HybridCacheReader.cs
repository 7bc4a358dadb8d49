using Microsoft.Extensions.Caching.Hybrid;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>HybridCache, in memory only, of objects that it may share. Its keys are strings, made before the clock runs.</summary>
internal readonly struct HybridCacheReader(HybridCache cache, string[] keys) : IReader<SharedSnapshot>
{
    public static async Task<HybridCacheReader> FillAsync(HybridCache cache, IReadOnlyDictionary<ulong, GuildConfigSnapshot> values, string[] keys)
    {
        foreach (var (id, value) in values)
        {
            await cache.SetAsync(Keys.Of(id), new SharedSnapshot(value));
        }

        return new HybridCacheReader(cache, keys);
    }

    public ValueTask<SharedSnapshot> GetAsync(int index) => cache.GetOrCreateAsync(keys[index], static _ => ValueTask.FromException<SharedSnapshot>(new KeyNotFoundException()));
}

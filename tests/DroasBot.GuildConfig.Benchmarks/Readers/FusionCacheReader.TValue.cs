using ZiggyCreatures.Caching.Fusion;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>FusionCache, in memory only. Its keys are strings, made before the clock runs.</summary>
internal readonly struct FusionCacheReader<TValue>(FusionCache cache, string[] keys) : IReader<TValue>
{
    public static async Task<FusionCacheReader<TValue>> FillAsync(FusionCache cache, IReadOnlyDictionary<ulong, TValue> values, string[] keys)
    {
        foreach (var (id, value) in values)
        {
            await cache.SetAsync(Keys.Of(id), value);
        }

        return new FusionCacheReader<TValue>(cache, keys);
    }

    public ValueTask<TValue> GetAsync(int index) => cache.GetOrSetAsync<TValue>(keys[index], static (_, _) => Task.FromException<TValue>(new KeyNotFoundException()));
}

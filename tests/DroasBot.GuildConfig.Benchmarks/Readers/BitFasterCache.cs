using BitFaster.Caching;
using BitFaster.Caching.Lru;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>BitFaster.Caching's <c>ConcurrentLru</c>, with twice the capacity needed.</summary>
internal static class BitFasterCache
{
    public static async Task<IAsyncCache<ulong, TValue>> FillAsync<TValue>(IReadOnlyDictionary<ulong, TValue> values)
    {
        var cache = new ConcurrentLruBuilder<ulong, TValue>().AsAsyncCache().WithCapacity(Math.Max(100, values.Count * 2)).Build();
        foreach (var (id, value) in values)
        {
            // Read as well, so that the cache does not treat it as unused.
            await cache.GetOrAddAsync(id, _ => Task.FromResult(value));
            await cache.GetOrAddAsync(id, _ => Task.FromResult(value));
        }

        return cache;
    }
}

using BitFaster.Caching;
using BitFaster.Caching.Lru;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>BitFaster.Caching's <c>ConcurrentLru</c>, whose room is twice what is cached.</summary>
internal readonly struct BitFasterReader<TValue>(IAsyncCache<ulong, TValue> cache, ulong[] ids) : IReader<TValue>
{
    public static async Task<BitFasterReader<TValue>> FillAsync(IReadOnlyDictionary<ulong, TValue> values, ulong[] ids)
    {
        var cache = new ConcurrentLruBuilder<ulong, TValue>().AsAsyncCache().WithCapacity(Math.Max(100, values.Count * 2)).Build();
        foreach (var (id, value) in values)
        {
            // Read, too, so that it is not taken for something that nobody wants.
            await cache.GetOrAddAsync(id, _ => Task.FromResult(value));
            await cache.GetOrAddAsync(id, _ => Task.FromResult(value));
        }

        return new BitFasterReader<TValue>(cache, ids);
    }

    public ValueTask<TValue> GetAsync(int index) => cache.GetOrAddAsync(ids[index], static _ => Task.FromException<TValue>(new KeyNotFoundException()));
}

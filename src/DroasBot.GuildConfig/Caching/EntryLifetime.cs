using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The private <see cref="MemoryCache"/> that owns expiry and the order of last use. It holds entries as keys: nothing is boxed, and none is looked up by id.</summary>
/// <remarks>
/// No size limit (it can drop every later entry, dotnet/runtime#129186) and no eviction callbacks (160 bytes an entry, and they run late, on the
/// thread pool): who wants to know what was evicted asks for the survivors.
/// </remarks>
internal sealed class EntryLifetime : IDisposable
{
    private static readonly object _present = new();

    private readonly MemoryCache _cache;
    private readonly TimeSpan _timeToLive;

    public EntryLifetime(TimeProvider timeProvider, TimeSpan timeToLive)
    {
        _timeToLive = timeToLive;
        _cache = new MemoryCache(Options.Create(new MemoryCacheOptions { Clock = new Clock(timeProvider) }));
    }

    public int Count => _cache.Count;

    public void Add(CacheEntry entry)
    {
        using var item = _cache.CreateEntry(entry);
        item.Value = _present;
        item.AbsoluteExpirationRelativeToNow = _timeToLive;
    }

    public void Remove(CacheEntry entry) => _cache.Remove(entry);

    /// <summary>Marks an entry as used now.</summary>
    public void Touch(CacheEntry entry) => _cache.TryGetValue(entry, out _);

    /// <summary>Evicts expired entries and then the least recently used ones, and marks the survivors with the number of this trim.</summary>
    public void Trim(double fraction, int trim)
    {
        _cache.Compact(fraction);
        foreach (var entry in _cache.Keys)
        {
            ((CacheEntry)entry).Trim = trim;
        }
    }

    public void Dispose() => _cache.Dispose();

    private sealed class Clock(TimeProvider timeProvider) : ISystemClock
    {
        public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
    }
}

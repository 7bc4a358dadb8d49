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

    /// <summary>The moment in the past that this thread is handing on, in milliseconds; 0 for now.</summary>
    [ThreadStatic]
    private static long _usedAt;

    private readonly MemoryCache _cache;
    private readonly TimeSpan _timeToLive;

    public EntryLifetime(CoarseClock clock, TimeSpan timeToLive)
    {
        _timeToLive = timeToLive;
        _cache = new MemoryCache(Options.Create(new MemoryCacheOptions { Clock = new Clock(clock) }));
    }

    public int Count => _cache.Count;

    public void Add(CacheEntry entry)
    {
        using var item = _cache.CreateEntry(entry);
        item.Value = _present;
        item.AbsoluteExpirationRelativeToNow = _timeToLive;
    }

    public void Remove(CacheEntry entry) => _cache.Remove(entry);

    /// <summary>Lets the order of last use know when an entry was used since it last did.</summary>
    public void HandOnUse(CacheEntry entry)
    {
        var usedAt = entry.UsedAt;
        if (usedAt != entry.MarkedAt)
        {
            entry.MarkedAt = usedAt;
            _usedAt = Math.Max(1, usedAt);
            _cache.TryGetValue(entry, out _);
            _usedAt = 0;
        }
    }

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

    /// <summary>Counts from an arbitrary day, so that nothing expires because somebody sets the computer's clock.</summary>
    private sealed class Clock(CoarseClock clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch.AddMilliseconds(_usedAt == 0 ? clock.Now : _usedAt);
    }
}

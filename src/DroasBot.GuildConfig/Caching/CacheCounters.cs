namespace DroasBot.GuildConfig.Caching;

/// <summary>What the cache counts.</summary>
internal sealed class CacheCounters
{
    private long _evictions;

    public StripedCounter Hits { get; } = new();

    public StripedCounter Misses { get; } = new();

    public StripedCounter StaleHits { get; } = new();

    public long Evictions => Interlocked.Read(ref _evictions);

    public void Evicted() => Interlocked.Increment(ref _evictions);
}

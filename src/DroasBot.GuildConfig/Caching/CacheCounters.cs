using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The counters of the cache. Thread-safe.</summary>
internal sealed class CacheCounters
{
    private readonly long[] _evictions = new long[Enum.GetValues<EvictionReason>().Length];
    private long _failures;

    /// <summary>Gets the reads answered with a current value. Too fast to be timed.</summary>
    public StripedCounter Hits { get; } = new();

    /// <summary>Gets the reads answered from the database.</summary>
    public StripedCounter Misses { get; } = new();

    /// <summary>Gets the reads answered past the time-to-live, while the value was being reloaded.</summary>
    public StripedCounter ExpiredHits { get; } = new();

    /// <summary>Gets the reads answered past the time-to-live, because the database could not be read.</summary>
    public StripedCounter StaleHits { get; } = new();

    /// <summary>Gets the reads that failed because the database could not be read.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Gets the latencies of reads that were not hits, including those whose callers gave up.</summary>
    public LatencyHistogram Latency { get; } = new();

    public void Failed() => Interlocked.Increment(ref _failures);

    public void Evicted(EvictionReason reason) => Interlocked.Increment(ref _evictions[(int)reason]);

    public long Evictions(EvictionReason reason) => Interlocked.Read(ref _evictions[(int)reason]);
}

namespace DroasBot.GuildConfig;

/// <summary>The counters of this process's cache, since it started.</summary>
public sealed class GuildConfigCacheStatistics
{
    internal GuildConfigCacheStatistics(long count, long bytes, long hits, long misses, long expiredHits, long staleHits, long evictions, long revision)
    {
        Count = count;
        Bytes = bytes;
        Hits = hits;
        Misses = misses;
        ExpiredHits = expiredHits;
        StaleHits = staleHits;
        Evictions = evictions;
        Revision = revision;
    }

    /// <summary>Gets the number of guilds in the cache, known-absent ones included.</summary>
    public long Count { get; }

    /// <summary>Gets the size of the cached guilds in bytes, an estimate that tends to overestimate; at most <see cref="GuildConfigCacheOptions.MaxBytes"/> plus 5 %.</summary>
    public long Bytes { get; }

    /// <summary>Gets the number of reads answered from the cache with a value within its time-to-live.</summary>
    public long Hits { get; }

    /// <summary>Gets the number of reads that had to query the database, failed ones included.</summary>
    public long Misses { get; }

    /// <summary>Gets the share of reads answered from memory, from 0 to 1: current, expired and stale hits over all reads; 1 before the first read.</summary>
    public double HitRate => Misses == 0 ? 1 : (double)(Hits + ExpiredHits + StaleHits) / (Hits + ExpiredHits + StaleHits + Misses);

    /// <summary>Gets the number of reads answered past their time-to-live, while the guild was being reloaded.</summary>
    public long ExpiredHits { get; }

    /// <summary>Gets the number of reads answered past their time-to-live because the database could not be read.</summary>
    public long StaleHits { get; }

    /// <summary>Gets the number of entries evicted to stay within the byte budget.</summary>
    public long Evictions { get; }

    /// <summary>Gets the newest revision that this process has applied to its cache; 0 before the first.</summary>
    public long Revision { get; }
}

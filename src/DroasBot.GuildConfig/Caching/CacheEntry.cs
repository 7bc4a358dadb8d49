namespace DroasBot.GuildConfig.Caching;

/// <summary>What the cache holds for one guild. A newer value is a new entry; only the bookkeeping of an entry changes.</summary>
internal sealed class CacheEntry(GuildConfigSnapshot snapshot, long asOf, long bytes, long expiresAt, int load, int trim)
{
    /// <summary>The value handed out.</summary>
    public readonly GuildConfigSnapshot Snapshot = snapshot;

    /// <summary>Every change of the guild up to this revision is in the value. Older ones must not replace it, the deletion of a guild included.</summary>
    public readonly long AsOf = asOf;

    /// <summary>What the entry counts for in the byte budget.</summary>
    public readonly long Bytes = bytes;

    /// <summary>When the time-to-live ends, in milliseconds of <see cref="CoarseClock"/>.</summary>
    public readonly long ExpiresAt = expiresAt;

    /// <summary>The last full load that confirmed the entry, or during or after which it was made.</summary>
    public int Load = load;

    /// <summary>When the entry was last marked as used, in milliseconds of <see cref="CoarseClock"/>. Racy on purpose: a lost update costs one more mark.</summary>
    public long TouchedAt;

    /// <summary>Until when an expired value is served without asking the database again, since it has just failed.</summary>
    public long StaleUntil;

    /// <summary>The last trim that the entry survived, or during which it was made.</summary>
    public int Trim = trim;
}

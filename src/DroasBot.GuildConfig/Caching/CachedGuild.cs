namespace DroasBot.GuildConfig.Caching;

/// <summary>What the index holds for one guild: all that a warm read looks at, in the index's own node, so that it costs no further cache line.</summary>
internal readonly struct CachedGuild(CacheEntry entry) : IEquatable<CachedGuild>
{
    /// <summary>The value handed out.</summary>
    public readonly GuildConfigSnapshot Snapshot = entry.Snapshot;

    /// <summary>When the time-to-live ends, in milliseconds of <see cref="CoarseClock"/>.</summary>
    public readonly long ExpiresAt = entry.ExpiresAt;

    /// <summary>The bookkeeping.</summary>
    public readonly CacheEntry Entry = entry;

    public bool Equals(CachedGuild other) => ReferenceEquals(Entry, other.Entry);

    public override bool Equals(object? obj) => obj is CachedGuild other && Equals(other);

    public override int GetHashCode() => Entry.GetHashCode();
}

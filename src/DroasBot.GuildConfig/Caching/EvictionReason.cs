namespace DroasBot.GuildConfig.Caching;

/// <summary>Why an entry left the cache.</summary>
internal enum EvictionReason
{
    /// <summary>There was no room, and others had been used more recently.</summary>
    Capacity,

    /// <summary>The host dropped it.</summary>
    Invalidated,

    /// <summary>A load of all guilds did not find it.</summary>
    Refreshed,

    /// <summary>The database was replaced by another one.</summary>
    Cleared,
}

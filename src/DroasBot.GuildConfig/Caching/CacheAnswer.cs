namespace DroasBot.GuildConfig.Caching;

/// <summary>What the cache has of a guild.</summary>
internal enum CacheAnswer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value whose time-to-live has not ended.</summary>
    Current,

    /// <summary>A value whose time-to-live has ended: served all the same, and to be loaded again.</summary>
    Expired,
}

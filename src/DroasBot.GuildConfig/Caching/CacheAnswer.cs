namespace DroasBot.GuildConfig.Caching;

/// <summary>The kind of value that the cache has for a guild.</summary>
internal enum CacheAnswer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value within its time-to-live.</summary>
    Current,

    /// <summary>A value past its time-to-live: it is served, and must be reloaded.</summary>
    Expired,
}

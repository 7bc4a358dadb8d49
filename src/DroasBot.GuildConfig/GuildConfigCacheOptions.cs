using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The options of the cache of this process.</summary>
public sealed class GuildConfigCacheOptions
{
    /// <summary>Gets or sets the byte budget of the cache. At least 4,096. Default: 100,000,000. The least recently used guilds are dropped to keep it.</summary>
    [AllowedRange(4096L, long.MaxValue)]
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>
    /// Gets or sets how long after its load a guild is loaded again, when it is next read. That read gets what is cached and waits for nothing; the load
    /// follows behind it, a few at a time. From 1 ms to 365 days. Default: 1 h; guilds that were loaded together expire spread over its last eighth.
    /// It is a safety net for rows that were changed by other means than this library: changes reach the cache immediately, whatever its value.
    /// </summary>
    [AllowedRange("00:00:00.001", "365.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many bytes of background images from the database are kept in memory, in addition to <see cref="MaxBytes"/>. From 0 to 10,000,000,000. Default: 50,000,000.</summary>
    [AllowedRange(0L, 10_000_000_000L)]
    public long MaxBackgroundBytes { get; set; } = 50_000_000;
}

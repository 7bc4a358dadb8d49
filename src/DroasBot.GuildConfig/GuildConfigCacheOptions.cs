using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The options of this process's cache.</summary>
public sealed class GuildConfigCacheOptions
{
    /// <summary>Gets or sets the byte budget of the cache. At least 4,096. Default: 100,000,000. The least recently used guilds are evicted to stay within it.</summary>
    [AllowedRange(4096L, long.MaxValue)]
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>
    /// Gets or sets the age at which the next read of a guild reloads it. That read returns the cached value and does not wait; the load
    /// runs in the background, a few at a time. From 1 ms to 365 days. Default: 1 h; guilds loaded together expire spread over the last eighth.
    /// This is a safety net for rows changed by other means than this library: the library's own changes reach the cache independently of it.
    /// </summary>
    [AllowedRange("00:00:00.001", "365.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many bytes of background images from the database are kept in memory, in addition to <see cref="MaxBytes"/>. From 0 to 10,000,000,000. Default: 50,000,000.</summary>
    [AllowedRange(0L, 10_000_000_000L)]
    public long MaxBackgroundBytes { get; set; } = 50_000_000;
}

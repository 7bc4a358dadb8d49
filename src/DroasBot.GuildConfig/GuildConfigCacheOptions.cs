using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The options of the cache of this process.</summary>
public sealed class GuildConfigCacheOptions
{
    /// <summary>Gets or sets the byte budget of the cache. At least 4,096. Default: 100,000,000. The least recently used guilds are dropped to keep it.</summary>
    [AllowedRange(4096L, long.MaxValue)]
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>
    /// Gets or sets how long a guild is served from memory before it is loaded again. From 1 ms to 365 days. Default: 1 h.
    /// It is a safety net: changes reach the cache immediately, whatever its value.
    /// </summary>
    [AllowedRange("00:00:00.001", "365.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);
}

using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The thresholds of the health check of <c>AddHealthChecks().AddGuildConfig()</c>, and its timeout.</summary>
public sealed class GuildConfigHealthOptions
{
    /// <summary>Gets or sets the time over which hit rate and latency are judged (up to a tenth longer). From 10 s to 1 d. Default: 5 min.</summary>
    [AllowedRange("00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets or sets how many reads there must be in <see cref="Window"/> for hit rate and latency to be judged, so that a bot that is idle or has just
    /// started is not degraded. At least 1. Default: 100.
    /// </summary>
    [AllowedRange(1, int.MaxValue)]
    public int MinRequests { get; set; } = 100;

    /// <summary>Gets or sets the lowest acceptable share of reads that are answered from memory. From 0 to 1; 0 disables the check. Default: 0.85.</summary>
    [AllowedRange(0.0, 1.0)]
    public double MinHitRate { get; set; } = 0.85;

    /// <summary>Gets or sets the highest acceptable 95th percentile of read latency, reads from memory included. From 1 ms to 1 min. Default: 200 ms.</summary>
    [AllowedRange("00:00:00.001", "00:01:00")]
    public TimeSpan MaxLatency { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Gets or sets how late the last change of another process may have arrived, and how long ago the change log may have been read to its end; the latter
    /// is never less than twice <see cref="GuildConfigOptions.SyncInterval"/>. From 100 ms to 1 d. Default: 5 s.
    /// </summary>
    [AllowedRange("00:00:00.100", "1.00:00:00")]
    public TimeSpan MaxSyncLag { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how full the write queue may be, as a share of its capacity. From 0 to 1. Default: 0.5.</summary>
    [AllowedRange(0.0, 1.0)]
    public double MaxQueueFill { get; set; } = 0.5;

    /// <summary>Gets or sets how long the database may take to answer a check; also the longest that a check takes. From 10 ms to 1 min. Default: 2 s.</summary>
    [AllowedRange("00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}

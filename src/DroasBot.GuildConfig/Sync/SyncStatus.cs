using DroasBot.GuildConfig.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sync;

/// <summary>How well this node follows the others; logs an outage when it begins and when it ends.</summary>
internal sealed class SyncStatus(GuildConfigMetrics metrics, TimeProvider timeProvider, ILogger<SyncStatus> logger)
{
    private long _lastSuccess = timeProvider.GetTimestamp();
    private double _lastLag;

    /// <summary>Gets how long ago the change log was last read to its end.</summary>
    public TimeSpan SinceSuccess => timeProvider.GetElapsedTime(Interlocked.Read(ref _lastSuccess));

    /// <summary>Gets the time from the commit of the last foreign change to its arrival here, by the two processes' clocks.</summary>
    public TimeSpan LastLag => TimeSpan.FromSeconds(Volatile.Read(ref _lastLag));

    public void Took(GuildConfigChange change)
    {
        var lag = Math.Max(0, (timeProvider.GetUtcNow() - change.ChangedAt).TotalSeconds);
        Volatile.Write(ref _lastLag, lag);
        metrics.Synced(lag);
    }

    public void Succeeded(int failuresBefore)
    {
        Interlocked.Exchange(ref _lastSuccess, timeProvider.GetTimestamp());
        if (failuresBefore > 0)
        {
            logger.SyncRecovered(failuresBefore);
        }
    }

    public void Failed(Exception failure, int failuresBefore)
    {
        if (failuresBefore == 0)
        {
            logger.SyncFailed(failure);
        }
    }
}

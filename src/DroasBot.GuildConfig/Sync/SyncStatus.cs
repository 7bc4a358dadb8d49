using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Measures how well this node follows the others. Thread-safe.</summary>
internal sealed class SyncStatus(GuildConfigMetrics metrics, OutageTracker outage, TimeProvider timeProvider, WaitingTime waiting)
{
    private long _lastSuccess = waiting.GetTimestamp();
    private long _lastChange = waiting.GetTimestamp();
    private double _lastLag;

    /// <summary>Gets how long ago the change log was last read to its end.</summary>
    public TimeSpan SinceSuccess => waiting.GetElapsedTime(Interlocked.Read(ref _lastSuccess));

    /// <summary>Gets the time from the commit of the last foreign change to its arrival here, by the two processes' clocks.</summary>
    public TimeSpan LastLag => TimeSpan.FromSeconds(Volatile.Read(ref _lastLag));

    /// <summary>Gets how long ago that change arrived; if there was none, the uptime of this node.</summary>
    public TimeSpan SinceLastChange => waiting.GetElapsedTime(Interlocked.Read(ref _lastChange));

    public void Took(GuildConfigChange change)
    {
        var lag = Math.Max(0, (timeProvider.GetUtcNow() - change.ChangedAt).TotalSeconds);
        Volatile.Write(ref _lastLag, lag);
        Interlocked.Exchange(ref _lastChange, waiting.GetTimestamp());
        metrics.Synced(lag);
    }

    public void Succeeded()
    {
        Interlocked.Exchange(ref _lastSuccess, waiting.GetTimestamp());
        outage.SyncSucceeded();
    }

    public void Failed(Exception failure) => outage.SyncFailed(failure);
}

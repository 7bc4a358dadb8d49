using System.Globalization;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Health;

/// <summary>Detects degradation by the host's thresholds.</summary>
internal sealed class HealthRules(IOptions<GuildConfigOptions> options, LoadFailureTracker loads, WriteHealth writes, WriteQueue queue, SyncStatus sync)
{
    /// <summary>Returns what is wrong; nothing if all is well.</summary>
    public IEnumerable<string> Judge(ReadFigures accesses)
    {
        var health = options.Value.Health;
        if (loads.ServesStale)
        {
            yield return "Stale values are being served.";
        }

        if (writes.Failure is { } failure)
        {
            yield return $"The last write failed, and none has succeeded since. {failure.Message}";
        }

        if (accesses.Requests >= health.MinRequests && accesses.HitRate < health.MinHitRate)
        {
            yield return Text($"The hit rate is {accesses.HitRate:0.0 %}, below {health.MinHitRate:0.0 %}.");
        }

        if (accesses.Requests >= health.MinRequests && accesses.P95 > health.MaxLatency)
        {
            yield return Text($"The 95th percentile of the access latency is {accesses.P95.TotalMilliseconds:0} ms, above {health.MaxLatency.TotalMilliseconds:0} ms.");
        }

        // An old lag says nothing about the present, and the next change may be a long time away.
        if (sync.LastLag > health.MaxSyncLag && sync.SinceLastChange < health.Window)
        {
            yield return Text($"A change of another process arrived after {sync.LastLag.TotalSeconds:0.0} s; {health.MaxSyncLag.TotalSeconds:0.0} s are allowed.");
        }

        var longestSilence = TimeSpan.FromTicks(Math.Max(health.MaxSyncLag.Ticks, options.Value.SyncInterval.Ticks * 2));
        if (sync.SinceSuccess > longestSilence)
        {
            yield return Text($"Changes of other processes have not been read for {sync.SinceSuccess.TotalSeconds:0.0} s; {longestSilence.TotalSeconds:0.0} s are allowed.");
        }

        if (queue.Length > WriteQueue.Capacity * health.MaxQueueFill)
        {
            yield return Text($"{queue.Length} of {WriteQueue.Capacity} places in the write queue are taken.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Diagnostics;

/// <summary>Unhealthy when the database cannot be read; degraded while stale values are served, or other processes cannot be followed.</summary>
internal sealed class GuildConfigHealthCheck(
    IGuildConfigRepository repository,
    IGuildConfigDatabase database,
    GuildConfigCache cache,
    StaleReport stale,
    SyncStatus sync) : IHealthCheck
{
    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var statistics = cache.GetStatistics();
        var engine = database.GetEngineVersion();
        var data = new Dictionary<string, object>
        {
            ["engine"] = $"{engine.Engine} {engine.Version}",
            ["engine.known_defect"] = engine.KnownDefect ?? "none",
            ["cache.count"] = statistics.Count,
            ["cache.bytes"] = statistics.Bytes,
            ["cache.hit_rate"] = statistics.HitRate,
            ["cache.stale_hits"] = statistics.StaleHits,
            ["revision"] = statistics.Revision,
            ["sync.lag_seconds"] = sync.LastLag.TotalSeconds,
            ["sync.behind_seconds"] = sync.SinceSuccess.TotalSeconds,
        };
        try
        {
            data["database.revision"] = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure.Message, failure, data);
        }

        return stale.IsServing ? HealthCheckResult.Degraded("Stale values are being served.", data: data)
            : sync.SinceSuccess > _longestSilence ? HealthCheckResult.Degraded("Changes of other processes have not been read for a while.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}

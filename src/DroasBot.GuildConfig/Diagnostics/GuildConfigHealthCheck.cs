using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Diagnostics;

/// <summary>Unhealthy when the database cannot be read; degraded while stale values are served.</summary>
internal sealed class GuildConfigHealthCheck(
    IGuildConfigRepository repository,
    IGuildConfigDatabase database,
    GuildConfigCache cache,
    StaleReport stale) : IHealthCheck
{
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
        };
        try
        {
            data["database.revision"] = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure.Message, failure, data);
        }

        return stale.IsServing
            ? HealthCheckResult.Degraded("Stale values are being served.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}

using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Health;

/// <summary>Unhealthy when the database cannot be read or is not migrated; degraded when something else is wrong. Names every reason.</summary>
internal sealed class GuildConfigHealthCheck(
    DatabaseProbe probe, WriteProbe writeProbe, ReadWindow window, HealthRules rules, HealthData figures, IOptions<GuildConfigOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The start probes once whether the database can be written; a check right after it waits for that answer, in parallel with its own query.
        var written = writeProbe.WaitAsync(options.Value.Health.Timeout, cancellationToken);
        GuildConfigStoreException? outage = null;
        var databaseRevision = 0L;
        try
        {
            databaseRevision = await probe.AskAsync(options.Value.Health.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            outage = failure;
        }

        await written.ConfigureAwait(false);
        var accesses = window.Read();
        var data = figures.Read(accesses);
        var reasons = rules.Judge(accesses).ToList();
        if (outage is not null)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, string.Join(' ', [outage.Message, .. reasons]), outage, data);
        }

        data["database.revision"] = databaseRevision;
        return reasons.Count == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded(string.Join(' ', reasons), data: data);
    }
}

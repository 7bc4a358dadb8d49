using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Health;

/// <summary>Unhealthy when the database cannot be read or is not migrated; degraded when something else is not as it should be. Names all that is wrong.</summary>
internal sealed class GuildConfigHealthCheck(
    DatabaseProbe probe, WriteProbe writeProbe, ReadWindow window, HealthRules rules, HealthData figures, IOptions<GuildConfigOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Whether the database can be written is asked once, at the start; a check that comes right after it waits for the answer, and for both at a time.
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

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Runs the library's health check: the only one that is registered.</summary>
internal sealed class HealthProbe(HealthCheckService checks)
{
    public static string Text(HealthReportEntry answer) => answer.Description is { } description ? $"{answer.Status}: {description}" : answer.Status.ToString();

    public async Task<HealthReportEntry> CheckAsync(CancellationToken cancellationToken)
        => (await checks.CheckHealthAsync(cancellationToken)).Entries.Values.Single();
}

using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Commands.Commands;

/// <summary>Runs the library's health check, but not those of the host.</summary>
internal sealed class HealthProbe
{
    private readonly GuildConfigHealthCheck _check;
    private readonly HealthCheckContext _context;

    /// <exception cref="CommandException">The host has no such check.</exception>
    public HealthProbe(IServiceProvider services)
    {
        if (services.GetService<DatabaseProbe>() is null)
        {
            throw CommandException.NotUnderstood("The host has not registered the library's health check: services.AddHealthChecks().AddGuildConfig().");
        }

        _check = ActivatorUtilities.CreateInstance<GuildConfigHealthCheck>(services);
        _context = new HealthCheckContext { Registration = new HealthCheckRegistration("guild-config", _check, HealthStatus.Unhealthy, tags: null) };
    }

    public Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => _check.CheckHealthAsync(_context, cancellationToken);
}

using DroasBot.GuildConfig.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check.</summary>
public static class GuildConfigHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that reads the database and reports on the cache. Needs <c>AddGuildConfig</c> on the services.</summary>
    /// <param name="builder">The builder of the host's health checks.</param>
    /// <param name="name">The name of the check. Default: <c>guild-config</c>.</param>
    /// <param name="failureStatus">What an unreadable database counts as; <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by; may be <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    public static IHealthChecksBuilder AddGuildConfig(
        this IHealthChecksBuilder builder, string name = "guild-config", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Add(new HealthCheckRegistration(
            name, static provider => ActivatorUtilities.CreateInstance<GuildConfigHealthCheck>(provider), failureStatus, tags));
    }
}

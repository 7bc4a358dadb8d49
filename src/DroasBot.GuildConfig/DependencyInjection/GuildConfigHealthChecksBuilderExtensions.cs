using DroasBot.GuildConfig;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check.</summary>
public static class GuildConfigHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that queries the database and judges by <see cref="GuildConfigOptions.Health"/>. Needs <c>AddGuildConfig</c> on the services.</summary>
    /// <remarks>
    /// Unhealthy: the database cannot be read in time, or is not migrated. Degraded: stale values are being served, the last write failed and none has
    /// succeeded since, the hit rate is too low, reads are too slow, changes of other processes arrive too late, or the write queue is too full. A start
    /// probes with one write that changes nothing, so that a read-only database is known before the first change. The description names every reason, and the
    /// data has the figures.
    /// </remarks>
    /// <param name="builder">The builder of the host's health checks.</param>
    /// <param name="name">The name of the check. Default: <c>guild-config</c>.</param>
    /// <param name="failureStatus">The status of a database that cannot be read, or is not migrated; <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by; may be <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// services.AddHealthChecks().AddGuildConfig(tags: ["ready"]);
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddGuildConfig(
        this IHealthChecksBuilder builder, string name = "guild-config", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        builder.Services.TryAddSingleton<DatabaseProbe>();
        builder.Services.TryAddSingleton<HealthRules>();
        builder.Services.TryAddSingleton<HealthData>();
        builder.Services.TryAddSingleton<ReadWindow>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IBackgroundLoop, ReadWindow>(static provider => provider.GetRequiredService<ReadWindow>()));
        return builder.Add(new HealthCheckRegistration(
            name, static provider => ActivatorUtilities.CreateInstance<GuildConfigHealthCheck>(provider), failureStatus, tags));
    }
}

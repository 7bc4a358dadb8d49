using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Testing.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Testing;

/// <summary>Runs the library on a temporary database.</summary>
public static class GuildConfigTestingBuilderExtensions
{
    /// <summary>Replaces any configured database with an SQLite file in a new temporary directory, which is deleted with the service provider. Everything else is real.</summary>
    /// <remarks>
    /// Each provider gets its own directory, which also contains <see cref="GuildConfigOptions.BackgroundRoot"/>. <see cref="GuildConfigFaults"/> is registered as a singleton: it makes the
    /// database fail on demand. Calling it twice is harmless.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddGuildConfig</c> returned, including that of the host's own registration.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// await using var provider = new ServiceCollection().AddGuildConfig().UseTemporaryDatabase().Services.BuildServiceProvider();
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    public static IGuildConfigBuilder UseTemporaryDatabase(this IGuildConfigBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseSqlite();
        var services = builder.Services;
        services.TryAddSingleton<TemporaryDirectory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<GuildConfigOptions>, TemporaryDatabaseOptions>());
        if (services.All(static service => service.ServiceType != typeof(GuildConfigFaults)))
        {
            services.AddSingleton<GuildConfigFaults>();
            services.AddSingleton<IDatabaseFaults>(static provider => provider.GetRequiredService<GuildConfigFaults>());
            Decorate(services);
        }

        return builder;
    }

    private static void Decorate(IServiceCollection services)
    {
        var inner = services.Last(static service => service.ServiceType == typeof(IGuildConfigService)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IGuildConfigService>(
            provider => new OutdatedCallers((IGuildConfigService)inner(provider), provider.GetRequiredService<GuildConfigFaults>())));
    }
}

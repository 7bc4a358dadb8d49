using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.DependencyInjection;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Hosting;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Contents;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers per-guild configuration.</summary>
public static class GuildConfigServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IGuildConfigService"/>, <see cref="IGuildConfigCache"/> and their dependencies, on an embedded SQLite file.</summary>
    /// <remarks>
    /// In a generic host the database is migrated and loaded before any other hosted service starts. If it is called twice, services are
    /// registered once, and every <paramref name="configure"/> is applied, in order; two that name different databases are an error when the host starts.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options; <see langword="null"/> for the defaults. They are validated when the host starts.</param>
    /// <returns>A builder for optional parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddGuildConfig(options =&gt; options.ConnectionString = "Data Source=/data/bot.db");
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    public static IGuildConfigBuilder AddGuildConfig(this IServiceCollection services, Action<GuildConfigOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.Configure<GuildConfigOptions>(options => options.Apply(configure));
        }

        if (!services.Any(service => service.ServiceType == typeof(GuildConfigStartup)))
        {
            AddOptions(services);
            AddTelemetry(services);
            AddStorage(services);
            AddCaching(services);
            AddSync(services);
            AddLifecycle(services);
            AddHosting(services);
        }

        return new GuildConfigBuilder(services);
    }

    /// <summary>Registers per-guild configuration with options from a section of the host's configuration.</summary>
    /// <remarks>
    /// The section is read when the host starts, so that what a test or an environment adds before then counts. An unknown key is then an
    /// error, like an invalid value.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section, as in <c>builder.Configuration.GetSection("GuildConfig")</c>, with the names of <see cref="GuildConfigOptions"/>.</param>
    /// <returns>A builder for optional parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configuration"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddGuildConfig(builder.Configuration.GetSection("GuildConfig"));
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    public static IGuildConfigBuilder AddGuildConfig(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IConfigureOptions<GuildConfigOptions>>(new ConfigurationBinding(configuration));
        return services.AddGuildConfig();
    }

    /// <summary>Registers per-guild configuration on the SQLite file that a connection string names.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connectionString">The connection string, as in <c>Data Source=guild-config.db</c>.</param>
    /// <returns>A builder for optional parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="connectionString"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is empty or white space.</exception>
    /// <example>
    /// <code>
    /// var configs = new ServiceCollection().AddGuildConfig("Data Source=bot.db").Services.BuildServiceProvider().GetRequiredService&lt;IGuildConfigService&gt;();
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    public static IGuildConfigBuilder AddGuildConfig(this IServiceCollection services, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return services.AddGuildConfig(options => options.ConnectionString = connectionString);
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions<GuildConfigOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GuildConfigOptions>, GuildConfigOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsCheck, RegistrationCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsCheck, RangeCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsCheck, BackgroundRootCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(WaitingTime.Real);
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        AddLogger<AccessGuard>(services);
        AddLogger<BackgroundLoops>(services);
        AddLogger<BatchWriter>(services);
        AddLogger<CachePreloader>(services);
        AddLogger<ChangeFeed>(services);
        AddLogger<ContentCollector>(services);
        AddLogger<DeparturePurger>(services);
        AddLogger<GuildConfigStartup>(services);
        AddLogger<HistoryPruner>(services);
        AddLogger<LoadFailureTracker>(services);
        AddLogger<LogCheckpointer>(services);
        AddLogger<OutageTracker>(services);
        AddLogger<SchemaMigrator>(services);
        AddLogger<SettingsRegistry>(services);
        AddLogger<TelemetryGuard>(services);
        AddLogger<WriteProbe>(services);
        AddLogger<WriteQueue>(services);
        services.TryAddSingleton<TelemetryGuard>();
        services.TryAddSingleton<GuildConfigMetrics>();
        services.TryAddSingleton<ObservedMetrics>();
        services.TryAddSingleton<Tracing>();
        services.TryAddSingleton<OutageTracker>();
        services.TryAddSingleton<LoadFailureTracker>();
    }

    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    private static void AddStorage(IServiceCollection services)
    {
        DatabaseEngine.Use<SqliteConnections, SqliteDialect, SqliteAdministration, SqliteTransfer, SqliteConnectionStringCheck>(services, connectionString: null);
        services.TryAddSingleton<LogCheckpointer>();
        services.AddPooledDbContextFactory<GuildConfigDbContext>(
            static (provider, options) => provider.GetRequiredService<IDatabaseDialect>().Configure(options));
        services.TryAddSingleton<ReaderPool>();
        services.TryAddSingleton<SettingsRegistry>();
        services.TryAddSingleton<IGuildSettingsSchema, GuildSettingsSchema>();
        services.TryAddSingleton<IGuildConfigRepository, GuildConfigRepository>();
        services.TryAddSingleton<MigrationHistory>();

        // Lazy: its options alone cost more than the rest of a start without pending migrations.
        services.TryAddSingleton(static provider => new Lazy<IDbContextFactory<GuildConfigDbContext>>(provider.GetRequiredService<IDbContextFactory<GuildConfigDbContext>>));
        services.TryAddSingleton<SchemaMigrator>();
        services.TryAddSingleton(static provider =>
        {
            var root = provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value.BackgroundRoot
                ?? Path.Combine(provider.GetRequiredService<IDatabaseConnections>().HomeDirectory, "backgrounds");
            return new WriteRules(
                new BackgroundRules(root), provider.GetRequiredService<SettingsRegistry>(), provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<ReentrancyGuard>();
        services.TryAddSingleton<AccessGuard>();
        services.TryAddSingleton<UnitOfWorkRunner>();
        services.TryAddSingleton<WriteHealth>();
        services.TryAddSingleton<WriteProbe>();
        services.TryAddSingleton<BatchWriter>();
        services.TryAddSingleton<WriteQueue>();
        services.TryAddSingleton<GuildWrites>();
        services.TryAddSingleton<GuildConfigService>();
        services.TryAddSingleton<ChangeLogReader>();
        services.TryAddSingleton<DepartureReader>();
        services.TryAddSingleton<SweepLoop>();
        services.TryAddSingleton<PrunableChanges>();
        services.TryAddSingleton<HistoryPruner>();
        services.AddSingleton<IBackgroundLoop>(static provider => provider.GetRequiredService<HistoryPruner>());
        services.TryAddSingleton<ContentStore>();
        services.TryAddSingleton<ContentCache>();
        services.TryAddSingleton<ContentUse>();
        services.TryAddSingleton<ContentCollector>();
        services.AddSingleton<IBackgroundLoop>(static provider => provider.GetRequiredService<ContentCollector>());
        services.TryAddSingleton<IGuildBackgroundStore, GuildBackgroundStore>();
        services.TryAddSingleton<StoreVerifier>();
        services.TryAddSingleton<GuildEraser>();
        services.TryAddSingleton<UserEraser>();
        services.TryAddSingleton<MoveSource>();
        services.TryAddSingleton<EmptyTarget>();
        services.TryAddSingleton<MoveTarget>();
        services.TryAddSingleton<IGuildConfigMaintenance, GuildConfigMaintenance>();
    }

    private static void AddCaching(IServiceCollection services)
    {
        services.TryAddSingleton<GuildShards>();
        services.TryAddSingleton<GuildConfigCache>();
        services.TryAddSingleton<SnapshotLoader>();
        services.TryAddSingleton<Revalidation>();
        services.TryAddSingleton<CachePreloader>();
        services.TryAddSingleton<IGuildConfigService>(static provider => new CachingGuildConfigService(
            provider.GetRequiredService<GuildConfigService>(),
            provider.GetRequiredService<GuildConfigCache>(),
            provider.GetRequiredService<SnapshotLoader>(),
            provider.GetRequiredService<Revalidation>(),
            provider.GetRequiredService<IStartupGate>(),
            provider.GetRequiredService<ReentrancyGuard>()));
    }

    private static void AddSync(IServiceCollection services)
    {
        services.TryAddSingleton<ChangeWatchers>();
        services.TryAddSingleton<ChangeCursor>();
        services.TryAddSingleton<ChangeStreams>();
        services.TryAddSingleton<ICommitObserver>(static provider => provider.GetRequiredService<ChangeCursor>());
        services.TryAddSingleton<SyncStatus>();
        services.TryAddSingleton<ChangeFeed>();
        services.AddSingleton<IBackgroundLoop>(static provider => provider.GetRequiredService<ChangeFeed>());
        services.TryAddSingleton<IGuildConfigChangeLog, GuildConfigChangeLog>();
        services.TryAddSingleton<IGuildConfigCache, GuildConfigCacheControl>();
    }

    private static void AddLifecycle(IServiceCollection services)
    {
        services.TryAddSingleton<DepartureFigures>();
        services.TryAddSingleton<DepartureWriter>();
        services.TryAddSingleton<DeparturePurger>();
        services.AddSingleton<IBackgroundLoop>(static provider => provider.GetRequiredService<DeparturePurger>());
        services.TryAddSingleton<IGuildConfigLifecycle, GuildConfigLifecycle>();
    }

    // Only for the library's own classes: the host's other loggers are not affected.
    private static void AddLogger<T>(IServiceCollection services)
        => services.TryAddSingleton<ILogger<T>>(static provider => new GuardedLogger<T>(provider.GetRequiredService<ILoggerFactory>()));

    private static void AddHosting(IServiceCollection services)
    {
        services.TryAddSingleton<BackgroundLoops>();
        services.TryAddSingleton<GuildConfigStartup>();
        services.TryAddSingleton<IStartupGate>(static provider => provider.GetRequiredService<GuildConfigStartup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GuildConfigHostedService>());
    }
}

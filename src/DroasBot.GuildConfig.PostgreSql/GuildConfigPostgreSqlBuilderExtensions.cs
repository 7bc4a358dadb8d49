using DroasBot.GuildConfig.DependencyInjection;
using DroasBot.GuildConfig.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig;

/// <summary>Stores configurations in PostgreSQL.</summary>
public static class GuildConfigPostgreSqlBuilderExtensions
{
    /// <summary>Stores configurations in a PostgreSQL database instead of an SQLite file.</summary>
    /// <remarks>
    /// PostgreSQL 13 or newer, with the encoding UTF8. A start creates a missing database if the user may, and updates its schema.
    /// If it is called twice, the last connection string is used. Background images are in <c>backgrounds</c> below the current directory
    /// unless <see cref="GuildConfigOptions.BackgroundRoot"/> is set.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddGuildConfig</c> returned.</param>
    /// <param name="connectionString">The connection string, as in <c>Host=db;Database=bot;Username=bot;Password=...</c>. Checked when the host starts.</param>
    /// <param name="listenerConnectionString">
    /// The connection string of the connection that waits for notifications, and of the one that holds the migration lock; <see langword="null"/> for the
    /// same. Both need their own session on the server, so name the server itself here if <paramref name="connectionString"/> names a
    /// pooler that shares sessions between transactions (such as PgBouncer in transaction mode).
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="connectionString"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A connection string is empty or white space.</exception>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().UsePostgreSql("Host=pooler;Port=6432;Database=bot;Username=bot", "Host=db;Database=bot;Username=bot");
    /// </code>
    /// </example>
    public static IGuildConfigBuilder UsePostgreSql(this IGuildConfigBuilder builder, string connectionString, string? listenerConnectionString = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        if (listenerConnectionString is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(listenerConnectionString);
        }

        return Use(builder, connectionString, listenerConnectionString, dataSource: null);
    }

    /// <summary>Stores configurations in the PostgreSQL database that <see cref="GuildConfigOptions.ConnectionString"/> names when the host starts, so that configuration and tests can replace it.</summary>
    /// <remarks>Otherwise the same as <see cref="UsePostgreSql(IGuildConfigBuilder, string, string?)"/>.</remarks>
    /// <param name="builder">The builder that <c>AddGuildConfig</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddGuildConfig(builder.Configuration.GetSection("GuildConfig")).UsePostgreSql();
    /// </code>
    /// </example>
    public static IGuildConfigBuilder UsePostgreSql(this IGuildConfigBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Use(builder, connectionString: null, listenerConnectionString: null, dataSource: null);
    }

    /// <summary>Stores configurations in a PostgreSQL database through the host's own data source, which may change its password.</summary>
    /// <remarks>
    /// The database must exist. About ten of the source's connections are kept open. With several hosts, the primary is used. The host disposes the data source, after the
    /// services.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddGuildConfig</c> returned.</param>
    /// <param name="dataSource">The data source; without multiplexing.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="dataSource"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The data source multiplexes.</exception>
    /// <example>
    /// <code>
    /// var source = new NpgsqlDataSourceBuilder("Host=db;Database=bot;Username=bot");
    /// source.UsePeriodicPasswordProvider((_, token) =&gt; GetPasswordAsync(token), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));
    /// services.AddGuildConfig().UsePostgreSql(source.Build());
    /// </code>
    /// </example>
    public static IGuildConfigBuilder UsePostgreSql(this IGuildConfigBuilder builder, NpgsqlDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).Multiplexing
            ? throw new ArgumentException("The data source multiplexes, which shares one session between callers. Build one without Multiplexing.", nameof(dataSource))
            : Use(builder, dataSource.ConnectionString, listenerConnectionString: null, dataSource);
    }

    private static IGuildConfigBuilder Use(IGuildConfigBuilder builder, string? connectionString, string? listenerConnectionString, NpgsqlDataSource? dataSource)
    {
        var services = builder.Services;
        services.Configure<ListenerOptions>(options => options.ConnectionString = listenerConnectionString);
        services.AddOptions<ListenerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ListenerOptions>, ListenerConnectionStringValidator>());
        services.Replace(ServiceDescriptor.Singleton(new ServerConnections(dataSource)));
        DatabaseEngine.Use<PostgreSqlConnections, PostgreSqlDialect, PostgreSqlAdministration, PostgreSqlTransfer, ConnectionStringCheck>(services, connectionString);
        return builder;
    }
}

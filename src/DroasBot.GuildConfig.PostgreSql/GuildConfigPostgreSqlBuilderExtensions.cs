using DroasBot.GuildConfig.DependencyInjection;
using DroasBot.GuildConfig.PostgreSql;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig;

/// <summary>Puts the library on PostgreSQL.</summary>
public static class GuildConfigPostgreSqlBuilderExtensions
{
    /// <summary>Stores configurations in a PostgreSQL database instead of an SQLite file.</summary>
    /// <remarks>
    /// PostgreSQL 13 or newer, with the encoding UTF8. A start creates a missing database if the user may, and brings its schema up to date.
    /// Calling it twice is harmless: the last connection string is used. Backgrounds lie in <c>backgrounds</c> below the current directory
    /// unless <see cref="GuildConfigOptions.BackgroundRoot"/> is set.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddGuildConfig</c> gave.</param>
    /// <param name="connectionString">The connection string, as in <c>Host=db;Database=bot;Username=bot;Password=...</c>. Checked when the host starts.</param>
    /// <param name="listenerConnectionString">
    /// The connection string of the one connection that waits for notifications, and of the one that guards a migration; <see langword="null"/> for the
    /// same. Both need a session of their own on the server, so name the server itself here if <paramref name="connectionString"/> names a
    /// pooler that shares sessions between transactions (as PgBouncer does in its transaction mode).
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="connectionString"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A connection string is empty or white space.</exception>
    public static IGuildConfigBuilder UsePostgreSql(this IGuildConfigBuilder builder, string connectionString, string? listenerConnectionString = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        if (listenerConnectionString is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(listenerConnectionString);
        }

        var services = builder.Services;
        services.Configure<GuildConfigOptions>(options => options.ConnectionString = connectionString);
        services.Configure<ListenerOptions>(options => options.ConnectionString = listenerConnectionString);
        foreach (var sqliteOnly in services.Where(service => service.ImplementationType == typeof(SqliteConnectionStringValidator)).ToList())
        {
            services.Remove(sqliteOnly);
        }

        services.AddOptions<ListenerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GuildConfigOptions>, ConnectionStringValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ListenerOptions>, ListenerConnectionStringValidator>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseConnections, PostgreSqlConnections>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseDialect, PostgreSqlDialect>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseAdministration, PostgreSqlAdministration>());
        return builder;
    }
}

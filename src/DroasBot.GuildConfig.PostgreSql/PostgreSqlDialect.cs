using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>The PostgreSQL dialect.</summary>
internal sealed class PostgreSqlDialect(IOptions<GuildConfigOptions> options, ServerConnections server) : IDatabaseDialect, IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _pooled = ConnectionStrings.Parse(options.Value.ConnectionString);

    public bool WritesAside => true;

    public void Configure(DbContextOptionsBuilder builder)
        => (server.DataSource is { } dataSource ? builder.UseNpgsql(dataSource, Configure) : builder.UseNpgsql(_pooled.ConnectionString, Configure)).UseReadOnly();

    public WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry)
        => new BatchedWriteSession(session, this, registry, options.Value.TransactionTimeout);

    public bool IsOwn(Exception exception) => PostgreSqlErrors.IsOwn(exception);

    public bool IsDamage(Exception exception) => PostgreSqlErrors.IsDamage(exception);

    public bool IsDroppedConnection(Exception exception) => PostgreSqlErrors.IsDroppedConnection(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => PostgreSqlErrors.ToStoreException(exception, ConnectionStrings.NameOf(_pooled));

    /// <summary>Closes the connections that the host's own queries left in the driver's pool, except those of the host's data source.</summary>
    public void Dispose()
    {
        if (server.DataSource is not null)
        {
            return;
        }

        using var connection = new NpgsqlConnection(_pooled.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static void Configure(NpgsqlDbContextOptionsBuilder npgsql)
        => npgsql.MigrationsAssembly(typeof(PostgreSqlDialect).Assembly).MigrationsHistoryTable(GuildConfigModel.HistoryTable);
}

using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>How PostgreSQL is spoken to.</summary>
internal sealed class PostgreSqlDialect(IOptions<GuildConfigOptions> options) : IDatabaseDialect, IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _pooled = ConnectionStrings.Parse(options.Value.ConnectionString);

    public void Configure(DbContextOptionsBuilder builder)
        => builder
            .UseNpgsql(_pooled.ConnectionString, static npgsql => npgsql
                .MigrationsAssembly(typeof(PostgreSqlDialect).Assembly)
                .MigrationsHistoryTable(GuildConfigModel.HistoryTable))
            .UseReadOnly();

    public WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry)
        => new BatchedWriteSession(session, this, registry, options.Value.TransactionTimeout);

    public bool IsOwn(Exception exception) => PostgreSqlErrors.IsOwn(exception);

    public bool IsDamage(Exception exception) => PostgreSqlErrors.IsDamage(exception);

    public bool IsDroppedConnection(Exception exception) => PostgreSqlErrors.IsDroppedConnection(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => PostgreSqlErrors.ToStoreException(exception, ConnectionStrings.NameOf(_pooled));

    /// <summary>Closes the connections that the host's own questions have left in the driver's pool.</summary>
    public void Dispose()
    {
        using var connection = new NpgsqlConnection(_pooled.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}

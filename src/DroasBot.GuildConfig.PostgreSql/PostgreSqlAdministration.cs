using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Operations on the database as a whole.</summary>
internal sealed class PostgreSqlAdministration(IOptions<GuildConfigOptions> options, IOptions<ListenerOptions> listener, ServerConnections server) : IDatabaseAdministration
{
    private const int OldestServer = 13;

    /// <summary>Excludes the server's own processes; these columns are visible to everybody, even for other roles.</summary>
    private const string SessionsSql =
        """
        SELECT pid, coalesce(nullif(application_name, ''), usename, 'a program'), host(client_addr), state FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY pid
        """;

    private readonly NpgsqlConnectionStringBuilder _settings =
        ConnectionStrings.Unpooled(ConnectionStrings.Parse(options.Value.ConnectionString), TimeSpan.FromSeconds(30));

    private readonly NpgsqlConnectionStringBuilder _direct = ConnectionStrings.Parse(listener.Value.ConnectionString ?? options.Value.ConnectionString);

    private volatile string _serverVersion = "unknown";

    public EngineVersion EngineVersion => new("PostgreSQL", _serverVersion, KnownDefect: null);

    public bool MayCreate { get; } = options.Value.CreateIfMissing;

    public IReadOnlyList<string> KnownMigrations { get; } = [Migrations.InitialSchema.Id];

    private string Name => ConnectionStrings.NameOf(_settings);

    public async Task<DatabaseState> LookAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? opened;
        try
        {
            opened = await server.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return DatabaseState.Missing;
        }

        using var connection = opened;
        _serverVersion = connection.ServerVersion;
        ThrowIfTooOld(connection);
        await ThrowIfNotUnicodeAsync(connection, cancellationToken).ConfigureAwait(false);
        var tables = await ListAsync(
            connection, $"SELECT name FROM unnest(ARRAY['{GuildConfigModel.HistoryTable}', '{string.Join("', '", GuildConfigModel.Tables)}']) AS name WHERE to_regclass(name) IS NOT NULL", cancellationToken).ConfigureAwait(false);
        var migrations = tables.Contains(GuildConfigModel.HistoryTable)
            ? await ListAsync(connection, MigrationHistory.Applied.Sql, cancellationToken).ConfigureAwait(false)
            : [];
        return new DatabaseState(Exists: true, migrations, migrations.Count == 0 && tables.Any(GuildConfigModel.Tables.Contains));
    }

    public Task EnterAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Creates a missing database first, since locks belong to a database.</summary>
    public async Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken)
        => await MigrationLock.AcquireAsync(server, ConnectionStrings.Unpooled(_direct, timeout + TimeSpan.FromSeconds(5)), Name, timeout, cancellationToken).ConfigureAwait(false);

    public async Task MigrateAsync(string sql, CancellationToken cancellationToken)
    {
        using var connection = await server.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
        using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
#pragma warning disable CA2100 // EF Core generates the text.
        using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server vacuums by itself.</summary>
    public Task CompactAsync(DatabaseSession writer, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server checkpoints by itself.</summary>
    public Task CheckpointAsync(DatabaseSession writer, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server removes old row versions, and manages its own log.</summary>
    public Task ScrubAsync(bool isAsked, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task BackupAsync(string path, CancellationToken cancellationToken)
        => throw new NotSupportedException($"The database '{Name}' is on a PostgreSQL server. Use its own tool to back it up while it is in use: pg_dump.");

    public async Task<long> MeasureAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await server.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
            using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        catch (Exception failure) when (PostgreSqlErrors.IsOwn(failure))
        {
            throw PostgreSqlErrors.ToStoreException(failure, Name);
        }
    }

    public Task<RestoreReport> RestoreAsync(string path, IProgress<RestoreStep>? progress, CancellationToken cancellationToken)
        => throw new NotSupportedException($"The database '{Name}' is on a PostgreSQL server. Use its own tool to restore a dump: pg_restore.");

    public async Task<DatabaseUsers> ListUsersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await server.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
            using var command = new NpgsqlCommand(SessionsSql, connection);
            using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var users = new List<DatabaseUser>();
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                users.Add(new DatabaseUser(rows.GetInt32(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3)));
            }

            return new DatabaseUsers(users, Unseen: null);
        }
        catch (Exception failure) when (PostgreSqlErrors.IsOwn(failure))
        {
            throw PostgreSqlErrors.ToStoreException(failure, Name);
        }
    }

    /// <summary>The server offers nothing comparable to users who are not administrators.</summary>
    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The library supplies the texts.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var list = new List<string>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private void ThrowIfTooOld(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' is on PostgreSQL {connection.ServerVersion}, but {OldestServer} or newer is needed. Upgrade the server.", isTransient: false, innerException: null);
        }
    }

    private async Task ThrowIfNotUnicodeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if ((await ListAsync(connection, "SHOW server_encoding", cancellationToken).ConfigureAwait(false))[0] is not "UTF8" and var encoding)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' has the encoding {encoding}, which cannot hold every text. Create it with ENCODING 'UTF8'.", isTransient: false, innerException: null);
        }
    }
}

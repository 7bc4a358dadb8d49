using System.Data.Common;
using System.Globalization;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>A PostgreSQL database, shared by any number of nodes on any number of machines.</summary>
/// <remarks>Nothing but the listener and the migration lock relies on the state of a session, so that all else may pass through a pooler.</remarks>
internal sealed class PostgreSqlDatabase : IGuildConfigDatabase, IDisposable
{
    /// <summary>The channel of notifications; channels are per database.</summary>
    public const string Channel = "droasbot_guild_config";

    private readonly TimeProvider _timeProvider;
    private readonly NpgsqlConnectionStringBuilder _pooled;
    private readonly NpgsqlConnectionStringBuilder _writer;
    private readonly NpgsqlConnectionStringBuilder _listener;
    private volatile string _serverVersion = "unknown";

    public PostgreSqlDatabase(IOptions<GuildConfigOptions> options, IOptions<ListenerOptions> listener, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _pooled = ConnectionStrings.Parse(options.Value.ConnectionString);
        var timeout = options.Value.TransactionTimeout;
        _writer = ConnectionStrings.Writer(options.Value.ConnectionString, timeout + TimeSpan.FromSeconds(1));
        _listener = ConnectionStrings.Unpooled(
            listener.Value.ConnectionString is { } direct ? ConnectionStrings.Parse(direct) : _pooled, PostgreSqlChangeSignal.AnswerTimeout);

        // The row lock lasts until the transaction ends: the next writer sees all that this one wrote, and revisions are in commit order.
        // A node that stops inside a transaction must not stop the others for ever, so the server ends its session.
        var idleTimeout = (timeout * 2) + TimeSpan.FromSeconds(1);
        LockClockSql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SET LOCAL lock_timeout = {(long)timeout.TotalMilliseconds}; SET LOCAL idle_in_transaction_session_timeout = {(long)idleTimeout.TotalMilliseconds};
            SELECT revision, pg_current_xact_id()::text FROM guild_config_clock FOR UPDATE
            """);
    }

    public string Name => $"{_pooled.Host}/{_pooled.Database}";

    /// <summary>The database has no directory here; the default SQLite file would lie in this one too.</summary>
    public string HomeDirectory { get; } = Environment.CurrentDirectory;

    public string LockClockSql { get; }

    /// <summary>A server that crashed may not have given out the id that it is asked for; then the transaction is lost.</summary>
    public string TransactionOutcomeSql
        => "SELECT CASE WHEN @id::xid8 < pg_snapshot_xmax(pg_current_snapshot()) THEN pg_xact_status(@id::xid8) = 'committed' ELSE false END";

    public string NotifySql => "NOTIFY " + Channel;

    public void Configure(DbContextOptionsBuilder options)
        => options
            .UseNpgsql(_pooled.ConnectionString, npgsql => npgsql
                .MigrationsAssembly(typeof(PostgreSqlDatabase).Assembly)
                .ExecutionStrategy(static dependencies => new ReadAgainOnDroppedConnection(dependencies)))
            .EnableThreadSafetyChecks(false)
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandExecuted, LogLevel.Debug)));

    public DbConnection CreateWriterConnection() => new NpgsqlConnection(_writer.ConnectionString);

    public Task ConfigureWriterAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        _serverVersion = connection.ServerVersion;
        return Task.CompletedTask;
    }

    /// <summary>A connection is to a server, which keeps a database that is in use.</summary>
    public void ThrowIfGone(DbConnection writer)
    {
    }

    /// <summary>Vacuuming is the server's own business.</summary>
    public Task CompactAsync(DbConnection writer, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task BackupAsync(string path, CancellationToken cancellationToken)
        => throw new NotSupportedException($"The database '{Name}' is on a PostgreSQL server, whose own tool makes backups while it is in use: pg_dump.");

    /// <summary>The server has nothing comparable for a user who is not its administrator.</summary>
    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Creates a missing database first: locks belong to a database.</summary>
    public async Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var settings = ConnectionStrings.Unpooled(_listener, timeout + TimeSpan.FromSeconds(5));
        return await MigrationLock.AcquireAsync(settings, Name, timeout, _timeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The database exists: <see cref="LockForMigrationAsync"/> has seen to it. Checks that it can hold what the library stores.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        using var connection = new NpgsqlConnection(_writer.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        _serverVersion = connection.ServerVersion;
        if (connection.PostgreSqlVersion.Major < 13)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' is on PostgreSQL {connection.ServerVersion}, but 13 or newer is needed. Upgrade the server.", isTransient: false, innerException: null);
        }

        using var command = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not "UTF8" and var encoding)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' has the encoding {encoding}, which cannot hold every text. Create it with ENCODING 'UTF8'.", isTransient: false, innerException: null);
        }
    }

    /// <summary>A migration locks a table, and the server takes that lock back from the dead.</summary>
    public Task RemoveStaleMigrationLockAsync(GuildConfigDbContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public IChangeSignal CreateChangeSignal(ILogger logger) => new PostgreSqlChangeSignal(_listener.ConnectionString, _timeProvider);

    public EngineVersion GetEngineVersion() => new("PostgreSQL", _serverVersion, KnownDefect: null);

    public bool IsOwn(Exception exception) => PostgreSqlErrors.IsOwn(exception);

    public bool IsDamage(Exception exception) => PostgreSqlErrors.IsDamage(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => PostgreSqlErrors.ToStoreException(exception, Name);

    /// <summary>Closes the pooled connections.</summary>
    public void Dispose()
    {
        using var connection = new NpgsqlConnection(_pooled.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}

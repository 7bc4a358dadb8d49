using System.Data.Common;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The embedded default: one SQLite file in WAL mode.</summary>
internal sealed class SqliteDatabase : IGuildConfigDatabase, IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly SqlitePragmas _pragmas;
    private readonly SqliteConnectionStringBuilder _connectionString;

    public SqliteDatabase(IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _connectionString = SqliteConnectionStrings.Parse(options.Value.ConnectionString).ConnectionString;
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
    }

    public string Name => _connectionString.DataSource;

    public string HomeDirectory => Path.GetDirectoryName(_connectionString.DataSource)!;

    /// <summary>BEGIN IMMEDIATE has already locked the others out.</summary>
    public string LockClockSql => "SELECT revision FROM guild_config_clock";

    public string NotifySql => string.Empty;

    public void Configure(DbContextOptionsBuilder options)
        => options
            .UseSqlite(_connectionString.ConnectionString)
            .AddInterceptors(new SqlitePragmaInterceptor(_pragmas, Name))
            .EnableThreadSafetyChecks(false)
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandExecuted, LogLevel.Debug)));

    /// <summary>Not pooled: its settings are not those of the readers, and closing it must really close the file.</summary>
    public DbConnection CreateWriterConnection()
        => new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString.ConnectionString) { Pooling = false }.ConnectionString);

    public Task ConfigureWriterAsync(DbConnection connection, CancellationToken cancellationToken)
        => _pragmas.ApplyToWriterAsync(connection, cancellationToken);

    public void ThrowIfGone(DbConnection writer)
    {
        if (OpenFile.IsGone((SqliteConnection)writer, Name))
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' was moved, deleted or replaced while it was open; nothing was changed. Put the file back; it is opened again without a restart.",
                isTransient: true,
                innerException: null);
        }
    }

    public async Task CompactAsync(DbConnection writer, CancellationToken cancellationToken)
    {
        using var command = writer.CreateCommand();
        command.CommandText = "PRAGMA incremental_vacuum(256)";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>On the pool, since SQLite works on the thread that calls it.</summary>
    public Task BackupAsync(string path, CancellationToken cancellationToken)
        => Task.Run(() => new SqliteBackup(_connectionString, _pragmas).CopyTo(path, cancellationToken), cancellationToken);

    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new InterruptibleConnection(CreateWriterConnection().ConnectionString, _pragmas, cancellationToken);
            SqliteIntegrity.Check(connection, report);
            return Task.CompletedTask;
        }
        catch (Exception failure) when (IsOwn(failure))
        {
            throw ToStoreException(failure);
        }
    }

    public async Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(HomeDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GuildConfigStoreException(
                $"The directory of the database '{Name}' cannot be made. Check the connection string, and that this process may write there.", isTransient: false, failure);
        }

        return await MigrationFileLock.AcquireAsync(Name + "-migration-lock", timeout, cancellationToken).ConfigureAwait(false);
    }

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        DatabaseFile.ThrowIfLogHasNoDatabase(Name);
        var creating = new SqliteConnectionStringBuilder(_connectionString.ConnectionString) { Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        using var connection = new SqliteConnection(creating.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await _pragmas.ApplyToReaderAsync(connection, cancellationToken).ConfigureAwait(false);
        if (await QueryAsync(connection, "PRAGMA page_count", cancellationToken).ConfigureAwait(false) is 0L)
        {
            // Only a new file can still choose to give freed pages back. On any other this would be a write, at every start.
            await QueryAsync(connection, "PRAGMA auto_vacuum = incremental", cancellationToken).ConfigureAwait(false);
        }

        DatabaseFile.ThrowIfCut(Name, (long)(await QueryAsync(connection, "PRAGMA page_size", cancellationToken).ConfigureAwait(false))!);
        if (await QueryAsync(connection, "PRAGMA journal_mode = wal", cancellationToken).ConfigureAwait(false) is var mode and not "wal")
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' stays in journal mode '{mode}', but write-ahead logging is needed. Put the file on a local file system.", isTransient: false, innerException: null);
        }
    }

    private static async Task<object?> QueryAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveStaleMigrationLockAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        var exists = await context.Database
            .SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        if (exists > 0)
        {
            await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
        }
    }

    public IChangeSignal CreateChangeSignal(ILogger logger)
        => new SqliteChangeSignal(CreateWriterConnection().ConnectionString, _timeProvider, logger);

    public EngineVersion GetEngineVersion() => SqliteEngine.Version;

    public bool IsOwn(Exception exception)
        => exception is SqliteException or FormatException or InvalidCastException;

    public bool IsDamage(Exception exception) => SqliteErrors.IsDamage(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => SqliteErrors.ToStoreException(exception, Name);

    /// <summary>Closes the pooled connections, so that the host can move or delete the file.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}

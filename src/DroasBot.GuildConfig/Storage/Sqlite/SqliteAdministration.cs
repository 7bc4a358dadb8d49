using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Operations on the file as a whole.</summary>
internal sealed class SqliteAdministration : IDatabaseAdministration
{
    private static readonly TimeSpan _restorePatience = TimeSpan.FromSeconds(5);

    private readonly SqlitePragmas _pragmas;
    private readonly SqliteLocation _location;
    private readonly FileScrubber _scrubber;

    public SqliteAdministration(IOptions<GuildConfigOptions> options)
    {
        _location = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        MayCreate = options.Value.CreateIfMissing && _location.MayCreate;
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
        _scrubber = new FileScrubber(_location, _pragmas, options.Value.TransactionTimeout);
    }

    public EngineVersion EngineVersion => SqliteEngine.Version;

    public bool MayCreate { get; }

    public IReadOnlyList<string> KnownMigrations { get; } = [Schema.Migrations.InitialSchema.Id];

    private string File => _location.File;

    public async Task<DatabaseState> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LookInsideAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, File, starting: true);
        }
    }

    private async Task<DatabaseState> LookInsideAsync(CancellationToken cancellationToken)
    {
        await new FileInspection(_location, starting: true).RunAsync(cancellationToken).ConfigureAwait(false);
        if (!System.IO.File.Exists(File))
        {
            return DatabaseState.Missing;
        }

        using var connection = await OpenAsync(SqliteOpenMode.ReadWrite, cancellationToken).ConfigureAwait(false);
        var tables = await ListAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table'", cancellationToken).ConfigureAwait(false);
        if (!tables.Contains(GuildConfigModel.HistoryTable))
        {
            return new DatabaseState(Exists: true, [], GuildConfigModel.Tables.Any(tables.Contains));
        }

        var migrations = await ListAsync(connection, MigrationHistory.Applied.Sql, cancellationToken).ConfigureAwait(false);
        return new DatabaseState(Exists: true, migrations, HasForeignTables: migrations.Count == 0 && GuildConfigModel.Tables.Any(tables.Contains));
    }

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await OpenAsync(SqliteOpenMode.ReadWrite, cancellationToken).ConfigureAwait(false);
            await UseLogAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, File, starting: true);
        }
    }

    public async Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw new GuildConfigStoreException(
                $"The directory of the database '{File}' cannot be created: {FileFailure.Explain(failure)}. ({failure.Message})", isTransient: false, failure);
        }

        return await MigrationFileLock.AcquireAsync(File + "-migration-lock", timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the tables without a log, so that no copy of the file alone can lack them; only then is the log switched on.</summary>
    public async Task MigrateAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await MakeTablesAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, File, starting: true);
        }
    }

    private async Task MakeTablesAsync(string sql, CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(SqliteOpenMode.ReadWriteCreate, cancellationToken).ConfigureAwait(false);
        if (await QueryAsync(connection, "PRAGMA page_count", cancellationToken).ConfigureAwait(false) is 0L)
        {
            // Only a new file can enable auto-vacuum. On any other this would be a write, at every start.
            await QueryAsync(connection, "PRAGMA auto_vacuum = incremental", cancellationToken).ConfigureAwait(false);
        }

        using (var transaction = connection.BeginTransaction())
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        await UseLogAsync(connection, cancellationToken).ConfigureAwait(false);
        await QueryAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken).ConfigureAwait(false);
    }

    public Task CompactAsync(DatabaseSession writer, CancellationToken cancellationToken)
        => QueryAsync((SqliteConnection)writer.Connection, "PRAGMA incremental_vacuum(256)", cancellationToken);

    public Task CheckpointAsync(DatabaseSession writer, CancellationToken cancellationToken)
        => QueryAsync((SqliteConnection)writer.Connection, "PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);

    public Task ScrubAsync(bool isAsked, CancellationToken cancellationToken) => Task.Run(() => _scrubber.RunAsync(isAsked, cancellationToken), cancellationToken);

    /// <summary>On the thread pool, since SQLite works on the calling thread.</summary>
    public Task BackupAsync(string path, CancellationToken cancellationToken)
        => Task.Run(() => new SqliteBackup(_location.ConnectionString, _pragmas).CopyTo(path, cancellationToken), cancellationToken);

    public Task<long> MeasureAsync(CancellationToken cancellationToken) => Task.FromResult(DatabaseFile.LengthOf(File) + DatabaseFile.LengthOf(File + "-wal"));

    public async Task<RestoreReport> RestoreAsync(string path, IProgress<RestoreStep>? progress, CancellationToken cancellationToken)
    {
        var restore = new SqliteRestore(_location, _pragmas, KnownMigrations);
        progress?.Report(RestoreStep.CheckingBackup);
        using var backup = await Task.Run(() => restore.OpenBackupAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);
        using (await LockForMigrationAsync(_restorePatience, cancellationToken).ConfigureAwait(false))
        {
            var report = await Task.Run(() => restore.Replace(backup, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            progress?.Report(RestoreStep.Verifying);
            await LookAsync(cancellationToken).ConfigureAwait(false);
            return report;
        }
    }

    /// <summary>On the thread pool, since it examines all open files of all processes.</summary>
    public Task<DatabaseUsers> ListUsersAsync(CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                var found = FileUsers.Find(File);
                return found with { Users = [.. found.Users.Where(static user => user.ProcessId != Environment.ProcessId)] };
            },
            cancellationToken);

    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new InterruptibleConnection(_location.Unpooled(SqliteOpenMode.ReadWrite), _pragmas, cancellationToken);
            SqliteIntegrity.Check(connection, report);
            return Task.CompletedTask;
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, File);
        }
    }

    private static async Task<object?> QueryAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var list = new List<string>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private async Task<SqliteConnection> OpenAsync(SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_location.Unpooled(mode));
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _pragmas.ApplyToReaderAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A backup is in a different mode, and so is a database whose first start was killed right after its migration.</summary>
    private async Task UseLogAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (await QueryAsync(connection, "PRAGMA journal_mode", cancellationToken).ConfigureAwait(false) is not "wal"
            && await QueryAsync(connection, "PRAGMA journal_mode = wal", cancellationToken).ConfigureAwait(false) is var mode and not "wal")
        {
            throw new GuildConfigStoreException(
                $"The database '{File}' stays in journal mode '{mode}', but write-ahead logging is needed. Put the file on a local file system.", isTransient: false, innerException: null);
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Reads and fills a whole file.</summary>
internal sealed class SqliteTransfer : IDatabaseTransfer
{
    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE</summary>
    private const int NoCheckpointOnClose = 1006;

    /// <summary>In KiB, allocated only as needed: it lets the pages of an index that is not filled in its own order be written only once.</summary>
    private const int CacheSize = 256 * 1024;

    private readonly SqliteLocation _location;
    private readonly SqlitePragmas _pragmas;

    public SqliteTransfer(IOptions<GuildConfigOptions> options)
    {
        _location = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
    }

    private string File => _location.File;

    /// <summary>A non-empty log stays where it is.</summary>
    public async Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        await new FileInspection(_location, starting: true).RunAsync(cancellationToken).ConfigureAwait(false);
        if (!System.IO.File.Exists(File))
        {
            throw new GuildConfigStoreException($"The database '{File}' does not exist. Check the path; nothing was created.", isTransient: false, innerException: null);
        }

        var hasLog = DatabaseFile.HasLog(File);
        return await OpenAsync(
            hasLog ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            connection =>
            {
                SqliteException.ThrowExceptionForRC(sqlite3_db_config(connection.Handle!, NoCheckpointOnClose, hasLog ? 1 : 0, out _), connection.Handle);
                Execute(connection, "BEGIN; SELECT count(*) FROM sqlite_master");
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken)
        => new SqliteFill(await OpenAsync(
            SqliteOpenMode.ReadWrite, static connection => Execute(connection, $"PRAGMA cache_size = -{CacheSize}; BEGIN IMMEDIATE"), cancellationToken).ConfigureAwait(false));

    /// <summary>Checkpoints everything, so that the file is complete without its log.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var session = await OpenAsync(SqliteOpenMode.ReadWrite, static connection => Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)"), cancellationToken).ConfigureAwait(false);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<DatabaseSession> OpenAsync(SqliteOpenMode mode, Action<SqliteConnection> begin, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_location.Unpooled(mode));
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _pragmas.ApplyToReaderAsync(connection, cancellationToken).ConfigureAwait(false);
            begin(connection);
            return new SnapshotSession(connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

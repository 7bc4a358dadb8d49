using System.Data.Common;
using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The settings of each connection.</summary>
/// <remarks>
/// SQLite's own wait (busy_timeout, steps of 1 to 100 ms) is made just longer than the driver's whole timeout, so that the driver's loop,
/// which sleeps 150 ms a turn, gives up immediately when SQLite has. Waiting longer than that is the write queue's business.
/// <para>
/// No connection checkpoints by itself, in the middle of whatever it does: see <see cref="LogCheckpointer"/>. Before SQLite 3.51.3 two that checkpoint
/// can corrupt the file (https://sqlite.org/wal.html#walresetbug); there the writer does, and nobody else.
/// </para>
/// </remarks>
internal sealed class SqlitePragmas
{
    /// <summary>How long SQLite waits at most for a lock, in milliseconds.</summary>
    public const int LongestWait = (SqliteConnectionStrings.DriverTimeoutSeconds * 1000) + 50;

    private readonly string _reader;
    private readonly string _writer;

    public SqlitePragmas(TimeSpan transactionTimeout)
    {
        var wait = Math.Min(LongestWait, (int)transactionTimeout.TotalMilliseconds);
        var common = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {wait}; PRAGMA synchronous = full; PRAGMA foreign_keys = on;");
        _reader = common + "PRAGMA wal_autocheckpoint = 0;";

        // What is erased, pruned or replaced is overwritten in its place. Copies that moved pages left behind go when FileScrubber writes the file again.
        _writer = common + $"PRAGMA wal_autocheckpoint = {(SqliteEngine.CheckpointsAside ? 0 : 1000)}; PRAGMA secure_delete = on;";
    }

    public Task ApplyToReaderAsync(DbConnection connection, CancellationToken cancellationToken) => ApplyAsync(connection, _reader, cancellationToken);

    public Task ApplyToWriterAsync(DbConnection connection, CancellationToken cancellationToken) => ApplyAsync(connection, _writer, cancellationToken);

    public void ApplyToReader(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _reader;
        command.ExecuteNonQuery();
    }

    private static async Task ApplyAsync(DbConnection connection, string pragmas, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

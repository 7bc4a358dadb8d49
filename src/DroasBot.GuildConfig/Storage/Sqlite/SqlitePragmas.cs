using System.Data.Common;
using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The settings of each connection.</summary>
/// <remarks>
/// SQLite's own wait (busy_timeout, steps of 1 to 100 ms) is made just longer than the driver's whole timeout, so that the driver's loop,
/// which sleeps 150 ms per try, gives up as soon as SQLite does. Longer waits are up to the write queue.
/// <para>
/// No connection checkpoints automatically in the middle of its work: see <see cref="LogCheckpointer"/>. Before SQLite 3.51.3, two connections that checkpoint
/// can corrupt the file (https://sqlite.org/wal.html#walresetbug); there only the writer does.
/// </para>
/// </remarks>
internal sealed class SqlitePragmas
{
    /// <summary>The longest time that SQLite waits for a lock, in milliseconds.</summary>
    public const int LongestWait = (SqliteConnectionStrings.DriverTimeoutSeconds * 1000) + 50;

    private readonly string _reader;
    private readonly string _writer;

    public SqlitePragmas(TimeSpan transactionTimeout)
    {
        var wait = Math.Min(LongestWait, (int)transactionTimeout.TotalMilliseconds);
        var common = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {wait}; PRAGMA synchronous = full; PRAGMA foreign_keys = on;");
        _reader = common + "PRAGMA wal_autocheckpoint = 0;";

        // Erased, pruned and replaced data is overwritten in place. Copies left behind by moved rows disappear when FileScrubber rewrites the file.
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

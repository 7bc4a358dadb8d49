using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The log of a connection's database, in pages.</summary>
/// <param name="Pages">The number of pages since the last reset.</param>
/// <param name="Rest">The number of them that are not in the database yet.</param>
internal readonly record struct WriteAheadLog(int Pages, int Rest)
{
    /// <summary>SQLITE_CHECKPOINT_NOOP, of 3.51.</summary>
    private const int OnlyLook = -1;

    /// <summary>How long a checkpoint waits for others, and blocks them, in milliseconds.</summary>
    public const int ShortWait = 20;

    /// <summary>Queries the engine; empty if it does not support that.</summary>
    public static WriteAheadLog Look(SqliteConnection connection)
        => sqlite3_wal_checkpoint_v2(connection.Handle, "main", OnlyLook, out var pages, out var copied) == SQLITE_OK ? new(pages, pages - copied) : default;

    /// <summary>Copies everything, and truncates the log, which needs an instant in which nobody reads or writes.</summary>
    /// <returns>Whether it is empty.</returns>
    public static bool TryEmpty(SqliteConnection connection)
    {
        Checkpoint(connection);
        _ = sqlite3_busy_timeout(connection.Handle, ShortWait);
        if (sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_TRUNCATE, out _, out _) != SQLITE_OK)
        {
            return false;
        }

        // SQLite leaves the flush to the next commit: until then, a power cut would bring back what the log had.
        FileControl.FlushLog(connection);
        return true;
    }

    /// <summary>Copies as much as readers and other checkpoints allow. The rest stays in the log, where it is just as durable.</summary>
    public static void Checkpoint(SqliteConnection connection) => _ = sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}

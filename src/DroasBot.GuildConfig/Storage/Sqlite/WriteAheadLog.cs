using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The log of a connection's database, in pages.</summary>
/// <param name="Pages">How many it has, those before it last began again not counted.</param>
/// <param name="Rest">How many of them are not in the database yet.</param>
internal readonly record struct WriteAheadLog(int Pages, int Rest)
{
    /// <summary>SQLITE_CHECKPOINT_NOOP, of 3.51.</summary>
    private const int OnlyLook = -1;

    /// <summary>How long others are kept out while they are waited for, in milliseconds.</summary>
    public const int ShortWait = 20;

    /// <summary>Asks the engine; empty if it cannot tell.</summary>
    public static WriteAheadLog Look(SqliteConnection connection)
        => sqlite3_wal_checkpoint_v2(connection.Handle, "main", OnlyLook, out var pages, out var copied) == SQLITE_OK ? new(pages, pages - copied) : default;

    /// <summary>Copies everything, and makes the log an empty file: that needs an instant in which nobody reads or writes.</summary>
    /// <returns>Whether it is empty.</returns>
    public static bool TryEmpty(SqliteConnection connection)
    {
        Checkpoint(connection);
        _ = sqlite3_busy_timeout(connection.Handle, ShortWait);
        if (sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_TRUNCATE, out _, out _) != SQLITE_OK)
        {
            return false;
        }

        // SQLite leaves that to the next commit: until then, a power cut would bring back what the log had.
        FileControl.FlushLog(connection);
        return true;
    }

    /// <summary>Copies what nobody who reads or copies is in the way of. What fails is left in the log, where it is as durable.</summary>
    public static void Checkpoint(SqliteConnection connection) => _ = sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}

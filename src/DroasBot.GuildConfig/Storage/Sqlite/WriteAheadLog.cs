using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The log of a connection's database, in pages.</summary>
/// <param name="Pages">How many it has, those before it last began anew not counted.</param>
/// <param name="Rest">How many of them are not in the database yet.</param>
internal readonly record struct WriteAheadLog(int Pages, int Rest)
{
    /// <summary>SQLITE_CHECKPOINT_NOOP, of 3.51.</summary>
    private const int OnlyLook = -1;

    /// <summary>How long others are kept out at a time, in milliseconds.</summary>
    private const int ShortWait = 20;

    /// <summary>Asks the engine; empty if it cannot tell.</summary>
    public static WriteAheadLog Look(SqliteConnection connection)
        => sqlite3_wal_checkpoint_v2(connection.Handle, "main", OnlyLook, out var pages, out var copied) == SQLITE_OK ? new(pages, pages - copied) : default;

    /// <summary>Copies everything, and makes the log an empty file.</summary>
    /// <remarks>That needs an instant in which nobody reads or writes. It is tried again and again, for so short a time each that no write waits long.</remarks>
    /// <returns>Whether it is empty.</returns>
    public static async Task<bool> TryEmptyAsync(SqliteConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _ = sqlite3_busy_timeout(connection.Handle, ShortWait);
        for (var (began, attempt) = (Stopwatch.GetTimestamp(), 0); ; attempt++)
        {
            Checkpoint(connection);
            if (sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_TRUNCATE, out _, out _) == SQLITE_OK)
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(began) >= timeout)
            {
                return false;
            }

            await Backoff.WaitAsync(attempt + 1).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies what nobody who reads or copies is in the way of. What fails is left in the log, where it is as durable.</summary>
    public static void Checkpoint(SqliteConnection connection) => _ = sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_PASSIVE, out _, out _);
}

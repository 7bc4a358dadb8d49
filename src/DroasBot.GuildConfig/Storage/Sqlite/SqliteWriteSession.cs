using System.Data;
using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The writer's session on SQLite: its transactions take the write lock at the beginning, and wait for it as long as the callers can.</summary>
/// <remarks>
/// Neither SQLite waits for the lock (its steps of 100 ms miss the gaps between another process's transactions) nor the driver (which continues for
/// a second, whatever the limit is): the lock is retried every few milliseconds, and no thread is blocked meanwhile.
/// </remarks>
internal sealed class SqliteWriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry, LogCheckpointer checkpointer)
    : WriteSession(session, dialect, registry)
{
    /// <summary>Changes nothing, but needs the lock.</summary>
    private const string LockSql = "DELETE FROM guild_config_clock WHERE 0";

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(10);

    private SqliteConnection Connection => (SqliteConnection)Session.Connection;

    protected override async Task BeginTransactionAsync(TimeSpan patience)
    {
        checkpointer.Tend(Session);

        // This level makes the driver begin without the lock; the transaction is still serializable, as always on SQLite.
        Transaction = await Connection.BeginTransactionAsync(IsolationLevel.ReadUncommitted, CancellationToken.None).ConfigureAwait(false);
        await LockAsync(patience).ConfigureAwait(false);
        Session.ThrowIfGone();
    }

    private async Task LockAsync(TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        _ = sqlite3_busy_timeout(Connection.Handle, 0);
        for (var attempt = 0; ; attempt++)
        {
            var result = sqlite3_exec(Connection.Handle, LockSql);
            if (result == SQLITE_OK)
            {
                break;
            }

            var left = patience - Stopwatch.GetElapsedTime(began);
            if ((result & 0xFF) != SQLITE_BUSY || left <= TimeSpan.Zero)
            {
                SqliteException.ThrowExceptionForRC(result, Connection.Handle);
            }

            var pause = Backoff.Of(_firstPause, _longestPause, attempt);
            await Task.Delay(pause < left ? pause : left, TimeProvider.System).ConfigureAwait(false);
        }

        _ = sqlite3_busy_timeout(Connection.Handle, SqlitePragmas.LongestWait);
    }
}

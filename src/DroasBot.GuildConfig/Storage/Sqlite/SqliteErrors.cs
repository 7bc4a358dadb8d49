using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Translates SQLite's errors to what an operator can do about them. Result codes: https://sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    private const string Locked = "is locked by another process for longer than the timeout. Look for a process that holds a write transaction open";

    private const string Moved = "was moved, deleted or replaced while it was open. Put the file back";

    /// <summary>Whether the file is damaged, rather than unreachable.</summary>
    public static bool IsDamage(Exception exception) => Find(exception)?.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <param name="exception">SQLite's exception, or the driver's about a value.</param>
    /// <param name="file">The database.</param>
    /// <param name="starting">Whether it fails a start, which is not retried automatically.</param>
    public static GuildConfigStoreException ToStoreException(Exception exception, string file, bool starting = false)
    {
        var failure = Find(exception);
        var then = starting ? "then start again" : "nothing was lost, and writes succeed again without a restart";
        var advice = (failure?.SqliteExtendedErrorCode, failure?.SqliteErrorCode) switch
        {
            (SQLITE_READONLY_DBMOVED, _) => Moved,
            (SQLITE_BUSY_RECOVERY, _) => "is being recovered by another process for longer than the timeout, after one was killed. Wait for it, and try again",
            (_, SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL) => Locked,
            (_, SQLITE_FULL) => "cannot grow: the disk is full. Free some space; " + then,
            (_, SQLITE_READONLY or SQLITE_PERM) => WriteObstacle.Find(file, then) ?? "cannot be written. Give this process write access to the file and to its directory",
            (_, SQLITE_CANTOPEN) when Directory.Exists(file) => "cannot be opened: it is a directory. Name a file in the connection string",
            (_, SQLITE_CANTOPEN) when !starting && !File.Exists(file) => "cannot be opened: the file no longer exists. Put it back",
            (_, SQLITE_CANTOPEN) => WriteObstacle.Find(file, then)
                ?? "cannot be opened. Check that the file exists at the path in the connection string, and that this process may read and write it and its directory",
            (_, SQLITE_NOTADB) => "is not an SQLite database, or is encrypted. Check the connection string; the file was left as it is",
            (_, SQLITE_CORRUPT) => "is damaged. Stop the bot, keep a copy of the file with its -wal file, and restore a backup; nothing was overwritten",
            (_, SQLITE_IOERR) => WriteObstacle.Find(file, then) ?? "cannot be read or written: the operating system reports an error. Check the disk and the file system",
            (_, SQLITE_NOMEM) => "needs more memory than this process can get. Raise its limit",
            (_, SQLITE_ERROR) when Says(failure, "no such table") || Says(failure, "no such column")
                => "lacks a table or a column of the library. Check that the connection string names the right file, and let a start migrate it",
            (_, SQLITE_ERROR) when Says(failure, "already exists")
                => "has a table of its own with a name that the library uses. Rename that table, or give the library its own file",
            (null, null) when exception is FormatException or InvalidCastException => "holds a value that cannot be read. Correct or restore the row; nothing was overwritten",
            _ => "reports an error",
        };
        return new GuildConfigStoreException($"The database '{file}' {advice}. ({exception.Message})", isTransient: advice is Locked or Moved || failure?.SqliteErrorCode == SQLITE_BUSY, exception);
    }

    private static SqliteException? Find(Exception? exception)
    {
        while (exception is not (null or SqliteException))
        {
            exception = exception.InnerException;
        }

        return exception as SqliteException;
    }

    private static bool Says(SqliteException? failure, string text) => failure is not null && failure.Message.Contains(text, StringComparison.Ordinal);
}

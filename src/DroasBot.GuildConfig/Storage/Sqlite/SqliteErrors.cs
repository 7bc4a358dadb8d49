using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Says of SQLite's errors what an operator can do about them. Result codes: https://sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    /// <summary>Whether the file is not what it should be, rather than out of reach.</summary>
    public static bool IsDamage(Exception exception) => FindCode(exception) is SQLITE_CORRUPT or SQLITE_NOTADB;

    public static GuildConfigStoreException ToStoreException(Exception exception, string file)
    {
        var code = FindCode(exception);
        var advice = code switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => "is locked by another process for longer than the timeout. Look for a process that holds a write transaction open",
            SQLITE_FULL => "cannot grow: the disk is full. Free some space; nothing was lost, and writes succeed again without a restart",
            SQLITE_READONLY or SQLITE_PERM => "cannot be written. Give this process write access to the file and to its directory",
            SQLITE_CANTOPEN => "cannot be opened. See that the file exists where the connection string says, and that this process may read and write it and its directory",
            SQLITE_NOTADB => "is not an SQLite database, or is encrypted. Check the connection string; the file was left as it is",
            SQLITE_CORRUPT => "is damaged. Stop the bot, keep a copy of the file with its -wal file, and restore a backup; nothing was overwritten",
            SQLITE_IOERR => "cannot be read or written: the operating system reports an error. Check the disk and the file system",
            null when exception is FormatException or InvalidCastException => "holds a value that cannot be read. Correct or restore the row; nothing was overwritten",
            _ => "reports an error",
        };
        return new GuildConfigStoreException(
            $"The database '{file}' {advice}. ({exception.Message})", isTransient: code is SQLITE_BUSY or SQLITE_LOCKED, exception);
    }

    private static int? FindCode(Exception exception) => (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode;
}

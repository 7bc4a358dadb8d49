namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Looks at the files of a database for damage that SQLite itself does not notice, without opening them.</summary>
internal static class DatabaseFile
{
    /// <summary>SQLite deletes the write-ahead log of a database that is missing or empty, and with it every change that is only there.</summary>
    public static void ThrowIfLogHasNoDatabase(string file)
    {
        if (LengthOf(file) == 0 && LengthOf(file + "-wal") > 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{file}' is missing or empty, but its write-ahead log '{file}-wal' is there and may hold changes. "
                + "Put the database back beside it, restore a backup of both, or remove the log to begin anew; nothing was overwritten.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>A database consists of whole pages, except while its write-ahead log is copied into it; SQLite takes missing bytes for zeros.</summary>
    public static void ThrowIfCut(string file, long pageSize)
    {
        var length = LengthOf(file);
        if (length % pageSize != 0 && LengthOf(file + "-wal") == 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{file}' is damaged: its end is cut off. Keep a copy of it, and restore a backup; nothing was overwritten.", isTransient: false, innerException: null);
        }
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}

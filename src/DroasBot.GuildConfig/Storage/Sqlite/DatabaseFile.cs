namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Checks the files of a database for what SQLite itself does not notice, without opening them.</summary>
internal static class DatabaseFile
{
    /// <summary>The suffixes of a database's file names, starting with its own.</summary>
    public static readonly IReadOnlyList<string> Suffixes = ["", "-wal", "-shm", "-journal"];

    /// <summary>The log lies next to the file: not on the mount, but in the directory below, and is lost with it.</summary>
    public static void ThrowIfMountPoint(string file)
    {
        if (MountPoints.Contains(file))
        {
            throw new GuildConfigStoreException(
                $"The database file '{file}' is itself a mount point, so its write-ahead log '{file}-wal' would lie outside the mount, and be lost with the container. "
                + "Mount the directory instead, as in '-v ./data:/app/data'; nothing was written.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>SQLite deletes the write-ahead log of a database that is missing or empty, and with it every change that is only in the log.</summary>
    public static void ThrowIfLogHasNoDatabase(string file)
    {
        if (LengthOf(file) == 0 && HasLog(file))
        {
            throw new GuildConfigStoreException(
                $"The database '{file}' is missing or empty, but its write-ahead log '{file}-wal' is there and may hold changes. "
                + "Put the database back next to it, restore a backup and move the log elsewhere, or remove the log to begin with an empty database; nothing was overwritten.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>A database consists of whole pages, except during a checkpoint; SQLite takes missing bytes for zeros.</summary>
    public static void ThrowIfCut(string file, long pageSize)
    {
        var length = LengthOf(file);
        if (length % pageSize != 0 && !HasLog(file))
        {
            throw new GuildConfigStoreException(
                $"The database '{file}' is damaged: its end is cut off. Keep a copy of it, and restore a backup; nothing was overwritten.", isTransient: false, innerException: null);
        }
    }

    public static bool HasLog(string file) => LengthOf(file + "-wal") > 0;

    /// <summary>Whether there is an interrupted change, which SQLite rolls back when it opens the file.</summary>
    public static bool HasJournal(string file) => LengthOf(file + "-journal") > 0;

    public static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}

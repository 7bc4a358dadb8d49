using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The database file and the write-ahead log that a connection has open, and whether they are still the ones at their paths.</summary>
/// <remarks>
/// On Unix an open file that was renamed or deleted keeps working, so writes would succeed into nowhere. SQLite notices that only of the
/// database file. The check takes two system calls and opens nothing, since closing a second descriptor would drop SQLite's locks.
/// Thread-safe.
/// </remarks>
internal sealed class OpenFiles
{
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly PathIdentity _databasePath;
    private readonly PathIdentity _logPath;
    private readonly FileIdentity? _database;
    private readonly FileIdentity? _log;
    private readonly bool _hasLog;

    /// <summary>Records what a connection has just opened.</summary>
    /// <param name="connection">Open, and not in a transaction.</param>
    /// <param name="file">The final path of its database.</param>
    public OpenFiles(SqliteConnection connection, string file)
    {
        _connection = connection;
        _file = file;
        _databasePath = new PathIdentity(file);
        _logPath = new PathIdentity(file + "-wal");

        // SQLite opens the log on the first read, and keeps it open.
        Query("PRAGMA schema_version");
        _hasLog = Query("PRAGMA journal_mode") is "wal";
        _database = _databasePath.Read();
        _log = _logPath.Read();
        if (FileControl.HasMoved(connection))
        {
            // The file at the path is not the one that was opened.
            _database = null;
        }
    }

    /// <summary>Gets a value indicating whether the log at its path is the one that was opened, next to another database.</summary>
    public bool IsLogOfReplacedDatabase => _databasePath.Read() is { } now && now != _database && _log is not null && !IsLost(_logPath, _log);

    /// <exception cref="GuildConfigStoreException">One of the files is no longer at its path.</exception>
    public static void ThrowIfLost(FileLoss loss, string file)
    {
        switch (loss)
        {
            case FileLoss.Database:
                throw OfDatabase(file, isTransient: true);
            case FileLoss.Log:
                throw new GuildConfigStoreException(
                    $"The write-ahead log '{file}-wal' was deleted or replaced while the database was open; nothing was changed. "
                    + "Leave '-wal' and '-shm' alone while a process has the database open; it is reopened without a restart.",
                    isTransient: true,
                    innerException: null);
        }
    }

    /// <summary>Creates the error that the database is no longer at its path.</summary>
    public static GuildConfigStoreException OfDatabase(string file, bool isTransient)
        => new($"The database '{file}' cannot be opened: it was moved, deleted or replaced while it was open. Put the file back; it is reopened without a restart.", isTransient, innerException: null);

    /// <inheritdoc cref="ThrowIfLost(FileLoss, string)"/>
    public void ThrowIfLost() => ThrowIfLost(FindLoss(), _file);

    /// <summary>Finds which file is no longer at its path, if any.</summary>
    public FileLoss FindLoss() => !PathIdentity.IsExact && FileControl.HasMoved(_connection) ? FileLoss.Database : FindLossAtPaths();

    /// <summary>Finds the same without the connection, which may be closed: a replaced file is detected only on Linux.</summary>
    public FileLoss FindLossAtPaths()
        => IsLost(_databasePath, _database) ? FileLoss.Database
            : _hasLog && IsLost(_logPath, _log) ? FileLoss.Log
            : FileLoss.None;

    private static bool IsLost(PathIdentity path, FileIdentity? opened) => opened is null || path.Read() != opened;

    private object? Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

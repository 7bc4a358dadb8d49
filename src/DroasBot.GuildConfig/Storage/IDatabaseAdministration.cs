using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage;

/// <summary>What is done to a database as a whole: starting on it, copying it, checking it. One implementation per engine.</summary>
internal interface IDatabaseAdministration
{
    /// <summary>Gets the version of the engine that runs, and whether it has a known defect.</summary>
    EngineVersion EngineVersion { get; }

    /// <summary>Gets what the migrations of this engine are called, in their order.</summary>
    IReadOnlyList<string> KnownMigrations { get; }

    /// <summary>Gets whether a start may make a database that is missing.</summary>
    bool MayCreate { get; }

    /// <summary>Looks at the database without changing what it holds: whether it is there, whole, and which migrations it has.</summary>
    /// <exception cref="GuildConfigStoreException">It cannot be opened, or its files do not belong together. Nothing was written.</exception>
    Task<DatabaseState> LookAsync(CancellationToken cancellationToken);

    /// <summary>Brings a database that has its schema into the mode that the library needs. Not part of the look, which may be at a backup.</summary>
    Task EnterAsync(CancellationToken cancellationToken);

    /// <summary>Keeps other processes from migrating until the result is disposed, or this process dies.</summary>
    Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Makes the database if it is missing, executes the statements of a migration in one transaction, and brings it into the mode that the library needs.</summary>
    Task MigrateAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Gives a few freed pages back to the file system, if the engine does not do so by itself.</summary>
    Task CompactAsync(DatabaseSession writer, CancellationToken cancellationToken);

    /// <summary>Brings what is only in a log into the database itself, if the engine does not do so by itself.</summary>
    Task CheckpointAsync(DatabaseSession writer, CancellationToken cancellationToken);

    /// <summary>Takes the bytes of what was erased out of the files, if the engine does not do so by itself.</summary>
    /// <param name="isAsked">Whether somebody waits for it; if not, and it would take long, it may be put off.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GuildConfigStoreException">The files are in use for too long. What was erased is, but its bytes may still be there.</exception>
    Task ScrubAsync(bool isAsked, CancellationToken cancellationToken);

    /// <summary>Copies the whole database, as of one instant, to a file that does not exist, while others read and write.</summary>
    /// <exception cref="NotSupportedException">This engine is copied by other means; the message names them.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    /// <summary>Finds out how many bytes the database takes on its disk, with what is only in a log.</summary>
    Task<long> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Puts a backup in the place of the database, which is set aside and may be damaged or missing. Whenever the process dies, one of them is there, or starts are refused.</summary>
    /// <exception cref="GuildConfigStoreException">The backup will not do, or somebody has the database open. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">The backup is no file, or one of the database's own.</exception>
    /// <exception cref="NotSupportedException">This engine is restored by other means; the message names them.</exception>
    Task<RestoreReport> RestoreAsync(string path, IProgress<RestoreStep>? progress, CancellationToken cancellationToken);

    /// <summary>Lists who else has the database open.</summary>
    Task<DatabaseUsers> ListUsersAsync(CancellationToken cancellationToken);

    /// <summary>Has the engine check what it stores, and reports each problem; does nothing for an engine that has no such check.</summary>
    Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken);
}

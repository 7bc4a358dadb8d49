using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Operations on a whole database: opening it at a start, copying it, checking it. One implementation per engine.</summary>
internal interface IDatabaseAdministration
{
    /// <summary>Gets the engine's version, and whether it has a known defect.</summary>
    EngineVersion EngineVersion { get; }

    /// <summary>Gets the names of this engine's migrations, in order.</summary>
    IReadOnlyList<string> KnownMigrations { get; }

    /// <summary>Gets whether a start may create a missing database.</summary>
    bool MayCreate { get; }

    /// <summary>Inspects the database without changing its contents: whether it exists and is intact, and which migrations it has.</summary>
    /// <exception cref="GuildConfigStoreException">It cannot be opened, or its files do not belong together. Nothing was written.</exception>
    Task<DatabaseState> LookAsync(CancellationToken cancellationToken);

    /// <summary>Switches a database that has its schema to the mode that the library needs. Not part of the inspection, which may be of a backup.</summary>
    Task EnterAsync(CancellationToken cancellationToken);

    /// <summary>Prevents other processes from migrating until the result is disposed, or this process dies.</summary>
    Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Creates the database if it is missing, executes the statements of a migration in one transaction, and switches to the mode that the library needs.</summary>
    Task MigrateAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Returns a few freed pages to the file system, if the engine does not do so itself.</summary>
    Task CompactAsync(DatabaseSession writer, CancellationToken cancellationToken);

    /// <summary>Checkpoints the log into the database, if the engine does not do so itself.</summary>
    Task CheckpointAsync(DatabaseSession writer, CancellationToken cancellationToken);

    /// <summary>Removes the bytes of erased data from the files, if the engine does not do so itself.</summary>
    /// <param name="isAsked">Whether a caller waits for it; if not, and it would take long, it may be postponed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GuildConfigStoreException">The files are in use for too long. The data is erased, but its bytes may still be in the files.</exception>
    Task ScrubAsync(bool isAsked, CancellationToken cancellationToken);

    /// <summary>Copies the whole database, as of one instant, to a file that does not exist, while others read and write.</summary>
    /// <exception cref="NotSupportedException">This engine is backed up by other means; the message names them.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    /// <summary>Gets the size of the database on disk in bytes, including its log.</summary>
    Task<long> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the database, which may be damaged or missing and is set aside, by a backup. Whenever the process dies, one of them is in place, or starts are refused.</summary>
    /// <exception cref="GuildConfigStoreException">The backup is unsuitable, or another process has the database open. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">The backup is not a file, or is one of the database's own files.</exception>
    /// <exception cref="NotSupportedException">This engine is restored by other means; the message names them.</exception>
    Task<RestoreReport> RestoreAsync(string path, IProgress<RestoreStep>? progress, CancellationToken cancellationToken);

    /// <summary>Lists who else has the database open.</summary>
    Task<DatabaseUsers> ListUsersAsync(CancellationToken cancellationToken);

    /// <summary>Runs the engine's own integrity check, and reports each problem; does nothing for an engine without one.</summary>
    Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken);
}

using System.Data.Common;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage;

/// <summary>What differs between the database engines. One implementation per engine.</summary>
internal interface IGuildConfigDatabase
{
    /// <summary>Gets the name of the database for messages: the file, or host and database. Never a password.</summary>
    string Name { get; }

    /// <summary>Gets the directory beside which backgrounds lie unless configured.</summary>
    string HomeDirectory { get; }

    /// <summary>Gets what a transaction does first: reads the clock, and keeps other writers out until it ends.</summary>
    /// <remarks>A second column, if there is one, is the id of the transaction, for <see cref="TransactionOutcomeSql"/>.</remarks>
    string LockClockSql { get; }

    /// <summary>Gets what tells whether the transaction <c>@id</c> was committed, NULL if that is no longer known; empty where COMMIT leaves no doubt.</summary>
    string TransactionOutcomeSql => string.Empty;

    /// <summary>Gets what tells other nodes, inside the transaction, that there will be a change; empty if they notice by themselves.</summary>
    string NotifySql { get; }

    /// <summary>Points EF Core at the database.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Creates the closed connection on which all writes of this process are made.</summary>
    DbConnection CreateWriterConnection();

    /// <summary>Prepares an open writer's connection.</summary>
    Task ConfigureWriterAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Throws a transient failure if what an open connection writes is no longer the database of that name: open it again then.</summary>
    void ThrowIfGone(DbConnection writer);

    /// <summary>Gives a few freed pages back to the file system, if the engine does not do so by itself.</summary>
    Task CompactAsync(DbConnection writer, CancellationToken cancellationToken);

    /// <summary>Copies the whole database, as of one instant, to a file that does not exist, while others read and write.</summary>
    /// <exception cref="NotSupportedException">This engine is copied by other means; the message names them.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    /// <summary>Has the engine check what it stores, and reports each problem; does nothing for an engine that has no such check.</summary>
    Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken);

    /// <summary>Keeps other processes from migrating until the result is disposed, or this process dies.</summary>
    Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Creates the database if it is missing, and brings it into the mode that the library needs.</summary>
    Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>Removes what a migration that was killed has left behind. Called while the migration lock is held.</summary>
    Task RemoveStaleMigrationLockAsync(GuildConfigDbContext context, CancellationToken cancellationToken);

    /// <summary>Starts to listen for changes by anybody.</summary>
    IChangeSignal CreateChangeSignal(ILogger logger);

    /// <summary>Tells the version of the engine that runs, and whether it has a known defect.</summary>
    EngineVersion GetEngineVersion();

    /// <summary>Whether an exception is the engine's own, to be given to <see cref="ToStoreException"/>.</summary>
    bool IsOwn(Exception exception);

    /// <summary>Whether an exception of the engine says that what it stores is damaged.</summary>
    bool IsDamage(Exception exception);

    /// <summary>Turns the engine's exception into one that names the database and says what to do.</summary>
    GuildConfigStoreException ToStoreException(Exception exception);
}

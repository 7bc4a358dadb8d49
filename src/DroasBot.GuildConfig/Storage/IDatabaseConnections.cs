using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Opens connections to the database. One implementation per engine. Thread-safe.</summary>
internal interface IDatabaseConnections
{
    /// <summary>Gets the name of the database for messages: the full path of the file, or host and database. Never a password.</summary>
    string Name { get; }

    /// <summary>Gets the directory that holds the backgrounds directory by default.</summary>
    string HomeDirectory { get; }

    /// <summary>Opens a session that reads.</summary>
    Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>Opens the session for all writes of this process.</summary>
    Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Creates the listener for changes by any process.</summary>
    IChangeSignal CreateChangeSignal(ILogger logger);
}

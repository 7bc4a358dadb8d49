using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Connecting to the database. One implementation per engine. Thread-safe.</summary>
internal interface IDatabaseConnections
{
    /// <summary>Gets the name of the database for messages: the full path of the file, or host and database. Never a password.</summary>
    string Name { get; }

    /// <summary>Gets the directory next to which backgrounds lie unless configured.</summary>
    string HomeDirectory { get; }

    /// <summary>Opens a session that reads.</summary>
    Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>Opens the session on which all writes of this process are made.</summary>
    Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Starts to listen for changes by any process.</summary>
    IChangeSignal CreateChangeSignal(ILogger logger);
}

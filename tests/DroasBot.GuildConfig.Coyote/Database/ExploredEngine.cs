using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>Connects a node to the database in memory.</summary>
internal sealed class ExploredEngine(ExploredDatabase database) : IDatabaseConnections, IDatabaseDialect
{
    public string Name => "memory";

    public string HomeDirectory => "/";

    /// <summary>Gets or sets how long others need to notice that the database is free.</summary>
    public TimeSpan TurnPause { get; set; }

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger) => new ExploredSignal();

    public void Configure(DbContextOptionsBuilder options) => throw new NotSupportedException();

    public WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry) => new ExploredWriteSession(session, this, registry, database);

    public bool IsOwn(Exception exception) => exception is FormatException;

    public bool IsDamage(Exception exception) => exception is FormatException;

    public bool IsDroppedConnection(Exception exception) => false;

    public GuildConfigStoreException ToStoreException(Exception exception)
        => exception as GuildConfigStoreException ?? new GuildConfigStoreException(exception.Message, isTransient: false, exception);

    private async Task<DatabaseSession> OpenAsync(CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Open);
        cancellationToken.ThrowIfCancellationRequested();
        return new DatabaseSession(new ExploredConnection(database), prepares: false);
    }
}

using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage;

/// <summary>How an engine is spoken to: its statements, and what its errors mean. One implementation per engine.</summary>
internal interface IDatabaseDialect
{
    /// <summary>Gets how long the write lock has to be free for another process to find it so; zero if the engine gives it to who waits first.</summary>
    TimeSpan TurnPause => TimeSpan.Zero;

    /// <summary>Gets whether something that has no revision can be written next to the writer's transactions.</summary>
    bool WritesAside => false;

    /// <summary>Points EF Core at the database, for migrations and for a host's own questions.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Makes what executes write transactions on an open session, and owns it.</summary>
    WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry);

    /// <summary>Whether an exception is the engine's own, to be given to <see cref="ToStoreException"/>.</summary>
    bool IsOwn(Exception exception);

    /// <summary>Whether an exception of the engine says that what it stores is damaged.</summary>
    bool IsDamage(Exception exception);

    /// <summary>Whether a connection broke, so that the same query succeeds on another one.</summary>
    bool IsDroppedConnection(Exception exception);

    /// <summary>Turns the engine's exception into one that names the database and says what to do.</summary>
    GuildConfigStoreException ToStoreException(Exception exception);
}

using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage;

/// <summary>The engine's dialect: its statements, and the meaning of its errors. One implementation per engine.</summary>
internal interface IDatabaseDialect
{
    /// <summary>Gets how long the write lock has to be free for another process to get it; zero if the engine grants it in the order of requests.</summary>
    TimeSpan TurnPause => TimeSpan.Zero;

    /// <summary>Gets whether data without a revision can be written outside the writer's transactions.</summary>
    bool WritesAside => false;

    /// <summary>Configures EF Core for the database, for migrations and for a host's own queries.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Creates the object that executes write transactions on an open session; it owns the session.</summary>
    WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry);

    /// <summary>Whether an exception is the engine's own, to be converted by <see cref="ToStoreException"/>.</summary>
    bool IsOwn(Exception exception);

    /// <summary>Whether an exception of the engine means that the stored data is damaged.</summary>
    bool IsDamage(Exception exception);

    /// <summary>Whether a connection broke, so that the same query succeeds on another one.</summary>
    bool IsDroppedConnection(Exception exception);

    /// <summary>Converts the engine's exception to one that names the database and says what to do.</summary>
    GuildConfigStoreException ToStoreException(Exception exception);
}

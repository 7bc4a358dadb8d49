namespace DroasBot.GuildConfig.Internal;

/// <summary>Lets nobody through before the database is migrated and the cache is loaded.</summary>
internal interface IStartupGate
{
    /// <summary>Does what is left of the start-up, once for all callers; afterwards returns immediately.</summary>
    ValueTask EnsureStartedAsync(CancellationToken cancellationToken);
}

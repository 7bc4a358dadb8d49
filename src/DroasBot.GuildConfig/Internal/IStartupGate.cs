namespace DroasBot.GuildConfig.Internal;

/// <summary>Holds callers until the database is migrated and the cache is loaded.</summary>
internal interface IStartupGate
{
    /// <summary>Runs the start, once for all callers; afterwards returns immediately.</summary>
    ValueTask EnsureStartedAsync(CancellationToken cancellationToken);
}

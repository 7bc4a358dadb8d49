namespace DroasBot.GuildConfig;

/// <summary>A row of <c>guild_config_change</c>, for a host's own queries: one committed change.</summary>
public sealed class GuildConfigChangeRow
{
    /// <summary>Gets the number of the change.</summary>
    public long Revision { get; init; }

    /// <summary>Gets the guild that changed; <see langword="null"/> if the change concerns all guilds.</summary>
    public ulong? GuildId { get; init; }

    /// <summary>Gets the kind of change.</summary>
    public GuildConfigChangeKind Kind { get; init; }

    /// <summary>Gets who made the change; <see langword="null"/> if the caller did not say.</summary>
    public ulong? ActorId { get; init; }

    /// <summary>Gets the reason; <see langword="null"/> if the caller did not say.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the time of the change, in UTC, to the millisecond, by the clock of the process that wrote.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Gets the configuration before the change as JSON; <see langword="null"/> if there was none, or if the change <see cref="Previous"/> holds it.</summary>
    public string? Before { get; init; }

    /// <summary>Gets the configuration after the change as JSON; <see langword="null"/> if there is none.</summary>
    public string? After { get; init; }

    /// <summary>Gets the revision of the guild's preceding change; <see langword="null"/> if the log has none.</summary>
    public long? Previous { get; init; }

    /// <summary>Gets the mark of the commit, if this is its last change; otherwise <see langword="null"/>.</summary>
    public string? Mark { get; init; }

    /// <summary>Gets a digest of the row, by which <see cref="IGuildConfigMaintenance.VerifyAsync"/> detects alterations.</summary>
    public long? Digest { get; init; }
}

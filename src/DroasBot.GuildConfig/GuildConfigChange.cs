using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>One committed change, as the audit trail keeps it. Immutable.</summary>
public sealed class GuildConfigChange
{
    internal GuildConfigChange(
        long revision,
        ulong? guildId,
        GuildConfigChangeKind kind,
        DateTimeOffset changedAt,
        ulong? actorId,
        string? reason,
        GuildConfigSnapshot? before,
        GuildConfigSnapshot? after)
    {
        Revision = revision;
        GuildId = guildId;
        Kind = kind;
        ChangedAt = changedAt;
        ActorId = actorId;
        Reason = reason;
        Before = before;
        After = after;
    }

    /// <summary>Gets the number of the change: unique in the database, without gaps, in the order of commits.</summary>
    public long Revision { get; }

    /// <summary>Gets the guild that changed; <see langword="null"/> if the change concerns all guilds.</summary>
    public ulong? GuildId { get; }

    /// <summary>Gets what was done.</summary>
    public GuildConfigChangeKind Kind { get; }

    /// <summary>Gets when, in UTC, to the millisecond, by the clock of the process that wrote.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>Gets who asked for the change; <see langword="null"/> if the caller did not say.</summary>
    public ulong? ActorId { get; }

    /// <summary>Gets why; <see langword="null"/> if the caller did not say.</summary>
    public string? Reason { get; }

    /// <summary>Gets the configuration before the change; <see langword="null"/> if there was none.</summary>
    public GuildConfigSnapshot? Before { get; }

    /// <summary>Gets the configuration after the change; <see langword="null"/> if there is none.</summary>
    public GuildConfigSnapshot? After { get; }

    /// <summary>Gets every value that the change has altered: of the channel, the background and the settings, with the defaults that held then. Computed when first asked for.</summary>
    /// <remarks>Members of objects and entries of dictionaries are told one by one, lists as a whole. What this host cannot read is told as it is stored.</remarks>
    public IReadOnlyList<GuildConfigDifference> Differences => field ??= SettingsDifferences.Find(Before, After);

    /// <summary>What stands for changes, up to a revision, that nobody can be told of one by one.</summary>
    internal static GuildConfigChange Refreshed(long revision, DateTimeOffset changedAt)
        => new(revision, guildId: null, GuildConfigChangeKind.Refreshed, changedAt, actorId: null, reason: null, before: null, after: null);
}

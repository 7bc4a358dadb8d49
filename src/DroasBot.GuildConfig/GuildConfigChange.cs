using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>One committed change, as stored in the audit trail. Immutable.</summary>
public sealed class GuildConfigChange
{
    /// <summary>Creates a change, for use in tests.</summary>
    /// <param name="revision">The number of the change.</param>
    /// <param name="guildId">The guild; <see langword="null"/> for all.</param>
    /// <param name="kind">The kind of change.</param>
    /// <param name="changedAt">When.</param>
    /// <param name="actorId">Who; <see langword="null"/> if the caller did not say.</param>
    /// <param name="reason">Why; <see langword="null"/> if the caller did not say.</param>
    /// <param name="before">The configuration before; <see langword="null"/> if there was none.</param>
    /// <param name="after">The configuration after; <see langword="null"/> if there is none.</param>
    /// <exception cref="ArgumentException">A configuration is of another guild.</exception>
    public GuildConfigChange(
        long revision,
        ulong? guildId,
        GuildConfigChangeKind kind,
        DateTimeOffset changedAt,
        ulong? actorId,
        string? reason,
        GuildConfigSnapshot? before,
        GuildConfigSnapshot? after)
    {
        if ((before is not null && before.GuildId != guildId) || (after is not null && after.GuildId != guildId))
        {
            throw new ArgumentException($"The change is of guild {guildId}, but a configuration in it is of another guild.", nameof(guildId));
        }

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

    /// <summary>Gets the kind of change.</summary>
    public GuildConfigChangeKind Kind { get; }

    /// <summary>Gets the time of the change, in UTC, to the millisecond, by the clock of the process that wrote.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>Gets who made the change; <see langword="null"/> if the caller did not say.</summary>
    public ulong? ActorId { get; }

    /// <summary>Gets the reason; <see langword="null"/> if the caller did not say.</summary>
    public string? Reason { get; }

    /// <summary>Gets the configuration before the change; <see langword="null"/> if there was none.</summary>
    public GuildConfigSnapshot? Before { get; }

    /// <summary>Gets the configuration after the change; <see langword="null"/> if there is none.</summary>
    public GuildConfigSnapshot? After { get; }

    /// <summary>Gets every value that the change altered, in the channel, the background and the settings, with the defaults of that time. Computed on first use.</summary>
    /// <remarks>Members of objects and entries of dictionaries are listed individually, lists as a whole. What this host cannot read is listed as stored.</remarks>
    public IReadOnlyList<GuildConfigDifference> Differences => field ??= SettingsDifferences.Find(Before, After);

    /// <summary>Describes the change in one line, without values.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"revision {Revision}, {Kind}, {(GuildId is { } guild ? $"guild {guild}" : "all guilds")}, {ChangedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}, by {(ActorId is { } actor ? actor : "nobody named")}{(Reason is null ? string.Empty : $", {QuotedText.Of(Reason)}")}");

    // Gets whether the database has a different past than was known: earlier revisions mean nothing.
    internal bool ReplacesPast { get; init; }

    // Gets what is left of an erased guild.
    internal GuildConfigSnapshot? Remains { get; init; }

    // Gets the state of the guild after the change.
    internal GuildConfigSnapshot? Outcome
        => After ?? Remains ?? (Before is null ? null : GuildConfigSnapshot.Absent(Before.GuildId, Before.Settings.Registry.Defaults));

    // Stands for the changes up to a revision that cannot be reported individually.
    internal static GuildConfigChange Refreshed(long revision, DateTimeOffset changedAt, bool replacesPast = false)
        => new(revision, guildId: null, GuildConfigChangeKind.Refreshed, changedAt, actorId: null, reason: null, before: null, after: null) { ReplacesPast = replacesPast };

    // The erasure of a whole guild.
    internal static GuildConfigChange Erased(long revision, GuildConfigSnapshot remains, DateTimeOffset changedAt)
        => new(revision, remains.GuildId, GuildConfigChangeKind.Erased, changedAt, actorId: null, reason: null, before: null, after: null) { Remains = remains };
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A row of the change log as stored, and its change.</summary>
/// <param name="Revision">The number of the change.</param>
/// <param name="GuildId">The guild; <see langword="null"/> for all guilds.</param>
/// <param name="Kind">What was done.</param>
/// <param name="ChangedAt">When, in Unix milliseconds.</param>
/// <param name="ActorId">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">The configuration before, from the row or from the guild's previous change.</param>
/// <param name="After">The configuration after.</param>
/// <param name="Mark">The mark of the commit whose last change this is.</param>
/// <param name="Previous">The guild's previous change.</param>
/// <param name="Digest">The <see cref="ChangeDigest"/> of the row when it was written.</param>
/// <param name="PreviousFound"><see cref="Previous"/>, if that change exists.</param>
internal sealed record ChangeRow(
    long Revision,
    ulong? GuildId,
    GuildConfigChangeKind Kind,
    long ChangedAt,
    ulong? ActorId,
    string? Reason,
    string? Before,
    string? After,
    string? Mark,
    long? Previous,
    long? Digest,
    long? PreviousFound)
{
    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public const string Columns =
        """c.revision, c.guild_id, c.kind, c.changed_at, c.actor_id, c.reason, CASE c.kind WHEN 0 THEN c."before" ELSE coalesce(c."before", p."after") END, c."after", c.mark, c.previous, c.digest, p.revision""";

    /// <summary>The number of columns.</summary>
    public const int Width = 12;

    /// <summary>The tables: the state of a guild before a change is in its previous change, unless that was pruned.</summary>
    public const string Tables = "guild_config_change AS c LEFT JOIN guild_config_change AS p ON p.revision = c.previous";

    public const string SelectSql = $"SELECT {Columns} FROM {Tables}";

    /// <summary>Gets whether the row is as it was written; always, if it has no digest because another program inserted it.</summary>
    public bool IsUnaltered => Digest is null || Digest == ChangeDigest.Of(this);

    /// <summary>Gets whether the state before the change is lost, because the previous change is missing.</summary>
    public bool IsBeforeLost => Before is null && Previous is not null && PreviousFound is null && Kind is not (GuildConfigChangeKind.Created or GuildConfigChangeKind.Erased);

    public static ChangeRow Read(StoredRow row, int first = 0)
    {
        var revision = row.Int64(first);
        try
        {
            return new(
                revision,
                ToSnowflake(row.NullableInt64(first + 1)),
                (GuildConfigChangeKind)row.Int64(first + 2),
                row.Int64(first + 3),
                ToSnowflake(row.NullableInt64(first + 4)),
                row.NullableText(first + 5),
                row.NullableText(first + 6),
                row.NullableText(first + 7),
                row.NullableText(first + 8),
                row.NullableInt64(first + 9),
                row.NullableInt64(first + 10),
                row.NullableInt64(first + 11));
        }
        catch (FormatException damaged)
        {
            throw Damaged(revision, damaged);
        }
    }

    /// <summary>Whether the row is the one that was written for a change.</summary>
    public bool IsOf(GuildConfigChange change)
        => GuildId == change.GuildId
            && Kind == change.Kind
            && ChangedAt == change.ChangedAt.ToUnixTimeMilliseconds()
            && ActorId == change.ActorId
            && After == (change.After is { } after ? SnapshotJson.Write(after) : null);

    public GuildConfigChange ToChange(SettingsRegistry registry)
    {
        if (IsBeforeLost)
        {
            throw new FormatException($"The change with revision {Revision} is damaged: the guild's previous change, revision {Previous}, is missing.");
        }

        if (GuildId is not null && Before is null && After is null && Kind != GuildConfigChangeKind.Erased)
        {
            throw new FormatException($"The change with revision {Revision} is damaged: it has neither a value before nor one after.");
        }

        if (GuildId is null && (Before is not null || After is not null))
        {
            throw new FormatException($"The change with revision {Revision} is damaged: it has a configuration, but no guild.");
        }

        if (!StoredTime.IsTime(ChangedAt))
        {
            throw new FormatException($"The change with revision {Revision} is damaged: {ChangedAt} is not a time in Unix milliseconds.");
        }

        return new GuildConfigChange(
            Revision, GuildId, Kind, DateTimeOffset.FromUnixTimeMilliseconds(ChangedAt), ActorId, Reason, Parse(Before, registry), Parse(After, registry))
        {
            Remains = Kind == GuildConfigChangeKind.Erased && GuildId is { } erased ? GuildConfigSnapshot.Absent(erased, registry.Defaults) : null,
        };
    }

    private GuildConfigSnapshot? Parse(string? json, SettingsRegistry registry)
    {
        try
        {
            return json is null ? null : SnapshotJson.Read(GuildId ?? 0, json, registry);
        }
        catch (FormatException damaged)
        {
            throw Damaged(Revision, damaged);
        }
    }

    private static ulong? ToSnowflake(long? stored) => stored is { } id ? Snowflake.FromStored(id) : null;

    private static FormatException Damaged(long revision, Exception cause) => new($"The change with revision {revision} is damaged.", cause);
}

using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>The raw values of a change log row, to be rewritten.</summary>
/// <param name="Revision">The number of the change.</param>
/// <param name="GuildId">The guild; <see langword="null"/> for all guilds.</param>
/// <param name="Kind">What was done.</param>
/// <param name="ChangedAt">When, in Unix milliseconds.</param>
/// <param name="ActorId">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">The configuration before, if the row has it.</param>
/// <param name="After">The configuration after.</param>
/// <param name="Digest">The digest; <see langword="null"/> if the row has none.</param>
internal sealed record ChangeText(
    long Revision, ulong? GuildId, GuildConfigChangeKind Kind, long ChangedAt, ulong? ActorId, string? Reason, string? Before, string? After, long? Digest)
{
    public static Statement Select { get; } = new(
        """SELECT revision, guild_id, kind, changed_at, actor_id, reason, "before", "after", digest FROM guild_config_change WHERE revision = @revision""", ("revision", DbType.Int64));

    public static Statement Update { get; } = new(
        """UPDATE guild_config_change SET actor_id = @actor, reason = @reason, "before" = @before, "after" = @after, digest = @digest WHERE revision = @revision""",
        ("actor", DbType.Int64), ("reason", DbType.String), ("before", DbType.String), ("after", DbType.String), ("digest", DbType.Int64), ("revision", DbType.Int64));

    private long TrueDigest => ChangeDigest.Of(Revision, GuildId, Kind, ChangedAt, ActorId, Reason, After);

    public static ChangeText Read(StoredRow row)
        => new(
            row.Int64(0),
            row.NullableInt64(1) is { } guild ? Snowflake.FromStored(guild) : null,
            (GuildConfigChangeKind)row.Int64(2),
            row.Int64(3),
            row.NullableInt64(4) is { } actor ? Snowflake.FromStored(actor) : null,
            row.NullableText(5),
            row.NullableText(6),
            row.NullableText(7),
            row.NullableInt64(8));

    /// <summary>Gets the row without references to a user; <see langword="null"/> if it has none.</summary>
    public ChangeText? Without(ulong userId, UserReferences references)
    {
        var isActor = ActorId == userId;
        var rest = this with
        {
            ActorId = isActor ? null : ActorId,
            Reason = isActor ? null : Reason,
            Before = Without(Before, references),
            After = Without(After, references),
        };

        // The digest of an altered row must not become valid.
        return rest == this ? null : rest with { Digest = Digest == TrueDigest ? rest.TrueDigest : Digest };
    }

    /// <summary>Gets the parameter values of <see cref="Update"/>.</summary>
    public object?[] Values() => [ActorId is { } actor ? Snowflake.ToStored(actor) : null, Reason, Before, After, Digest, Revision];

    private static string? Without(string? snapshot, UserReferences references) => snapshot is null ? null : SnapshotJson.MapSettings(snapshot, references.DropFrom) ?? snapshot;
}

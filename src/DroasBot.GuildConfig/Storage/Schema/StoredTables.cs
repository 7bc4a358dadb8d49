using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The tables and their columns, for changes and for copies of a whole database.</summary>
internal static class StoredTables
{
    public static StoredTable<GuildConfigSnapshot> Guilds { get; } = new(
        "guild_config",
        kept: "settings",
        new("guild_id", DbType.Int64, static guild => Snowflake.ToStored(guild.GuildId)),
        new("welcome_channel_id", DbType.Int64, static guild => ToStored(guild.WelcomeChannelId), IsNullable: true),
        new("background_ref", DbType.Guid, static guild => guild.Background?.Id, IsNullable: true),
        new("settings", DbType.String, static guild => guild.SettingsJson),
        new("created_at", DbType.Int64, static guild => guild.CreatedAtMilliseconds),
        new("updated_at", DbType.Int64, static guild => guild.UpdatedAtMilliseconds),
        new("revision", DbType.Int64, static guild => guild.Revision));

    public static StoredTable<BackgroundAsset> Backgrounds { get; } = new(
        "background_asset",
        kept: null,
        new("id", DbType.Guid, static asset => asset.Id),
        new("file_path", DbType.String, static asset => asset.FilePath, IsNullable: true),
        new("content_hash", DbType.String, static asset => asset.ContentHash, IsNullable: true),
        new("media_type", DbType.String, static asset => asset.MediaType),
        new("created_at", DbType.Int64, static asset => asset.CreatedAt.ToUnixTimeMilliseconds()));

    public static StoredTable<PlannedChange> Changes { get; } = new(
        "guild_config_change",
        kept: null,
        new("revision", DbType.Int64, static planned => planned.Change.Revision),
        new("guild_id", DbType.Int64, static planned => ToStored(planned.Change.GuildId), IsNullable: true),
        new("kind", DbType.Int32, static planned => (int)planned.Change.Kind),
        new("actor_id", DbType.Int64, static planned => ToStored(planned.Change.ActorId), IsNullable: true),
        new("reason", DbType.String, static planned => planned.Change.Reason, IsNullable: true),
        new("changed_at", DbType.Int64, static planned => planned.ChangedAt),
        new("before", DbType.String, static planned => planned.Before, IsNullable: true),
        new("after", DbType.String, static planned => planned.After, IsNullable: true),
        new("previous", DbType.Int64, static planned => planned.Previous, IsNullable: true),
        new("mark", DbType.String, static planned => planned.Mark, IsNullable: true),
        new("digest", DbType.Int64, static planned => planned.Digest, IsNullable: true));

    public static StoredTable Contents { get; } = new(
        "background_content",
        new("hash", DbType.String),
        new("media_type", DbType.String),
        new("width", DbType.Int32),
        new("height", DbType.Int32),
        new("length", DbType.Int64),
        new("bytes", DbType.Binary),
        new("created_at", DbType.Int64));

    public static StoredTable Departures { get; } = new("guild_departure", new("guild_id", DbType.Int64), new("left_at", DbType.Int64));

    /// <summary>Gets the table of the clock, which has a row in every database.</summary>
    public static StoredTable Clock { get; } = new(
        "guild_config_clock",
        new("id", DbType.Int32),
        new("revision", DbType.Int64),
        new("epoch", DbType.String),
        new("mark", DbType.String),
        new("pruned", DbType.Int64));

    /// <summary>Gets all other tables, each after those that it refers to.</summary>
    public static IReadOnlyList<StoredTable> Filled { get; } = [Contents, Backgrounds, Guilds, Changes, Departures];

    private static long? ToStored(ulong? id) => id is { } value ? Snowflake.ToStored(value) : null;
}

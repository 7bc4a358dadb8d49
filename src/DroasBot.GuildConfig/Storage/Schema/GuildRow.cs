using System.Data.Common;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Turns stored rows into snapshots.</summary>
internal static class GuildRow
{
    private static readonly long _firstTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long _lastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>What <see cref="ToSnapshot(DbDataReader, SettingsRegistry)"/> reads, in its order.</summary>
    public const string Columns =
        "g.guild_id, g.welcome_channel_id, g.settings, g.created_at, g.updated_at, g.revision, b.id, b.file_path, b.media_type, b.created_at";

    /// <summary>Where that is.</summary>
    public const string Tables = "guild_config AS g LEFT JOIN background_asset AS b ON b.id = g.background_ref";

    public const string SelectSql = $"SELECT {Columns} FROM {Tables}";

    public static GuildConfigSnapshot ToSnapshot(DbDataReader row, SettingsRegistry registry)
        => new(
            Snowflake.FromStored(row.GetInt64(0)),
            row.IsDBNull(1) ? null : Snowflake.FromStored(row.GetInt64(1)),
            row.IsDBNull(6) ? null : ToAsset(row.GetGuid(6), row.GetString(7), row.GetString(8), row.GetInt64(9)),
            registry.Read(row.GetString(2)),
            row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5));

    public static GuildConfigSnapshot ToSnapshot(GuildConfigRow row, SettingsRegistry registry)
        => new(
            Snowflake.FromStored(row.GuildId),
            row.WelcomeChannelId is { } channel ? Snowflake.FromStored(channel) : null,
            row.Background is { } asset ? ToAsset(asset.Id, asset.FilePath, asset.MediaType, asset.CreatedAt) : null,
            registry.Read(row.Settings),
            row.CreatedAt,
            row.UpdatedAt,
            row.Revision);

    private static BackgroundAsset ToAsset(Guid id, string filePath, string mediaType, long createdAt)
        => new(id, filePath, MediaTypes.Canonicalize(mediaType) ?? mediaType, ToTime(createdAt));

    /// <exception cref="FormatException">The number is no time, which is damage, not a fault of the caller.</exception>
    private static DateTimeOffset ToTime(long milliseconds)
        => milliseconds >= _firstTime && milliseconds <= _lastTime
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException($"{milliseconds} is no time in Unix milliseconds.");
}

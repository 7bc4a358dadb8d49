using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Converts stored rows to snapshots. Anything that the library would not write is damage: a <see cref="FormatException"/>.</summary>
internal static class GuildRow
{
    /// <summary>The columns that <see cref="ToSnapshot"/> reads, in its order.</summary>
    public const string Columns =
        "g.guild_id, g.welcome_channel_id, g.settings, g.created_at, g.updated_at, g.revision, g.background_ref, b.id, b.file_path, b.media_type, b.created_at, b.content_hash";

    /// <summary>The number of columns.</summary>
    public const int Width = 12;

    /// <summary>The tables of the columns.</summary>
    public const string Tables = "guild_config AS g LEFT JOIN background_asset AS b ON b.id = g.background_ref";

    /// <summary>Whether a joined row has no guild.</summary>
    public static bool IsAbsent(StoredRow row, int first = 0) => row.IsNull(first);

    /// <param name="row">The row.</param>
    /// <param name="first">The index of the first of the <see cref="Columns"/>.</param>
    /// <param name="registry">The registered sections.</param>
    public static GuildConfigSnapshot ToSnapshot(StoredRow row, int first, SettingsRegistry registry)
    {
        var guildId = Snowflake.FromStored(row.Int64(first));
        return new(
            guildId,
            ReadChannel(row.NullableInt64(first + 1)),
            row.IsNull(first + 6) ? null : ReadAsset(row, first + 7),
            registry.Read(row.AnyText(first + 2)),
            ToTime(row.Int64(first + 3), "created_at"),
            ToTime(row.Int64(first + 4), "updated_at"),
            row.Int64(first + 5));
    }

    private static ulong? ReadChannel(long? stored)
        => stored == 0 ? throw new FormatException("The column welcome_channel_id holds 0, which is not a snowflake.")
            : stored is { } channel ? Snowflake.FromStored(channel) : null;

    private static BackgroundAsset ReadAsset(StoredRow row, int first)
    {
        if (row.IsNull(first))
        {
            throw new FormatException("The column background_ref refers to a missing row of background_asset.");
        }

        var (filePath, mediaType, hash) = (row.NullableText(first + 1), row.Text(first + 2), row.NullableText(first + 4));
        return (filePath is null) == (hash is null)
            ? throw new FormatException("A row of background_asset has both a path and a hash, or neither.")
            : new(row.Guid(first), filePath, MediaTypes.Canonicalize(mediaType) ?? mediaType, DateTimeOffset.FromUnixTimeMilliseconds(ToTime(row.Int64(first + 3), "created_at")), hash);
    }

    private static long ToTime(long milliseconds, string column)
        => StoredTime.IsTime(milliseconds)
            ? milliseconds
            : throw new FormatException($"The column {column} holds {milliseconds}, which is not a time in Unix milliseconds.");
}

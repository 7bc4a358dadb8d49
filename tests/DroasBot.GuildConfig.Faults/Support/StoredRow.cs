using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A stored guild in the change log's format, so that row and log can be compared character by character.</summary>
internal sealed record StoredRow(long Guild, string Json)
{
    public const string Sql = """
        SELECT g.guild_id, g.revision, g.created_at, g.updated_at, g.welcome_channel_id, g.settings, lower(b.id), b.file_path, b.media_type, b.created_at, b.content_hash
        FROM guild_config AS g LEFT JOIN background_asset AS b ON b.id = g.background_ref
        """;

    public static StoredRow Read(SqliteDataReader row)
    {
        var channel = row.IsDBNull(4) ? string.Empty : $"\"welcomeChannelId\":\"{unchecked((ulong)row.GetInt64(4)).ToString(CultureInfo.InvariantCulture)}\",";
        var image = row.IsDBNull(7) ? $"\"contentHash\":\"{row.GetValue(10)}\"" : $"\"filePath\":\"{row.GetString(7)}\"";
        var background = row.IsDBNull(6)
            ? string.Empty
            : $$"""
              "background":{"id":"{{row.GetString(6)}}",{{image}},"mediaType":"{{row.GetString(8)}}","createdAt":{{row.GetInt64(9)}}},
              """;
        return new StoredRow(
            row.GetInt64(0),
            $$"""{"revision":{{row.GetInt64(1)}},"createdAt":{{row.GetInt64(2)}},"updatedAt":{{row.GetInt64(3)}},{{channel}}{{background}}"settings":{{row.GetString(5)}}}""");
    }
}

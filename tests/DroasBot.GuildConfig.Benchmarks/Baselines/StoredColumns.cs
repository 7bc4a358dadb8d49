namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>The stored columns of a guild, and the clock, as a read by the library needs them and as a host's own code would read them.</summary>
internal sealed class StoredColumns
{
    /// <summary>One statement, which returns a row even for a guild that has none.</summary>
    public const string Sql = """
        SELECT c.revision AS ClockRevision, c.epoch AS Epoch, g.welcome_channel_id AS WelcomeChannelId, g.settings AS Settings, g.created_at AS CreatedAt,
            g.updated_at AS UpdatedAt, g.revision AS Revision, b.id AS AssetId, b.file_path AS FilePath, b.media_type AS MediaType, b.created_at AS AssetCreatedAt
        FROM guild_config_clock AS c LEFT JOIN guild_config AS g ON g.guild_id = @guild LEFT JOIN background_asset AS b ON b.id = g.background_ref
        """;

    public long ClockRevision { get; set; }

    public string? Epoch { get; set; }

    public long? WelcomeChannelId { get; set; }

    public string? Settings { get; set; }

    public long? CreatedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public long? Revision { get; set; }

    public string? AssetId { get; set; }

    public string? FilePath { get; set; }

    public string? MediaType { get; set; }

    public long? AssetCreatedAt { get; set; }
}

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>What is stored of a guild, and the clock: the columns that a read of the library needs, as a host's own code has them.</summary>
internal sealed class StoredColumns
{
    /// <summary>One statement, which gives a row for a guild that has none too.</summary>
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

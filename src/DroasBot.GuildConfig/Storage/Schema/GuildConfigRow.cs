using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A row of <c>guild_config</c>. Ids are stored as signed 64-bit, see <see cref="Snowflake"/>; times as Unix milliseconds.</summary>
internal sealed class GuildConfigRow
{
    public long GuildId { get; set; }

    public long? WelcomeChannelId { get; set; }

    public Guid? BackgroundRef { get; set; }

    public BackgroundAssetRow? Background { get; set; }

    public required string Settings { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    public long Revision { get; set; }
}

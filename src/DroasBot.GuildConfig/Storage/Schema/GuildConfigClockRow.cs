namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The one row of <c>guild_config_clock</c>: the last revision given out, and which database this is.</summary>
internal sealed class GuildConfigClockRow
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    public long Revision { get; set; }

    public required string Epoch { get; set; }
}

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>A row of <c>guild_config</c> as a host would map it itself.</summary>
internal sealed class NaiveGuild
{
    public long GuildId { get; set; }

    public long? WelcomeChannelId { get; set; }

    public Guid? BackgroundRef { get; set; }

    public required string Settings { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    public long Revision { get; set; }
}

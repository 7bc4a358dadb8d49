namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>A row of <c>guild_config_change</c> as a host would map it itself.</summary>
internal sealed class NaiveChange
{
    public long Revision { get; set; }

    public long? GuildId { get; set; }

    public int Kind { get; set; }

    public long? ActorId { get; set; }

    public string? Reason { get; set; }

    public long ChangedAt { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }
}

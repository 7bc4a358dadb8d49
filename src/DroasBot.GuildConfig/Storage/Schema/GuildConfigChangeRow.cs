namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A row of <c>guild_config_change</c>: one committed change.</summary>
internal sealed class GuildConfigChangeRow
{
    public long Revision { get; set; }

    public long? GuildId { get; set; }

    public GuildConfigChangeKind Kind { get; set; }

    public long? ActorId { get; set; }

    public string? Reason { get; set; }

    public long ChangedAt { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }
}

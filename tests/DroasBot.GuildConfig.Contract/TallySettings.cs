namespace DroasBot.GuildConfig.Contract;

/// <summary>Settings of a host that can be changed in place, so that each reader gets a copy.</summary>
public sealed class TallySettings
{
    public ulong Count { get; set; }

    public List<string> Words { get; set; } = ["first"];
}

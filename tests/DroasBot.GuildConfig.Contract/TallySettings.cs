namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's settings that can be changed in place, so each reader gets a copy.</summary>
public sealed class TallySettings
{
    public ulong Count { get; set; }

    public List<string> Words { get; set; } = ["first"];
}

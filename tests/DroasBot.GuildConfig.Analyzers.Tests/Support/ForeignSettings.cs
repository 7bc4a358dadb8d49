namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Settings in an assembly that a host's source references.</summary>
public sealed class ForeignSettings
{
    public string Name { get; init; } = "";

    public int Limit { get; set; }
}

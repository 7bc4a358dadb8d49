namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Settings in an assembly that a host's source refers to; no list is stored in them.</summary>
public sealed record ForeignImmutableSettings
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Names => [Name];
}

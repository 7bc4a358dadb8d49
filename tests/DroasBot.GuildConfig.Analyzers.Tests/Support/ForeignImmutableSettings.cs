namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Settings without a list, in an assembly that a host's source references.</summary>
public sealed record ForeignImmutableSettings
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Names => [Name];
}

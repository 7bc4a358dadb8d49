namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Settings with a list, in an assembly that a host's source references.</summary>
public sealed class ForeignListSettings
{
    public IReadOnlyList<string> Names { get; } = [];
}

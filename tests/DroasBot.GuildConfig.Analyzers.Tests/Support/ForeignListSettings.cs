namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Settings in an assembly that a host's source refers to, with a list.</summary>
public sealed class ForeignListSettings
{
    public IReadOnlyList<string> Names { get; } = [];
}

using Microsoft.CodeAnalysis;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>A member that makes settings mutable.</summary>
internal sealed class MutableMember(ISymbol member, string path, string fault, bool canBeSet)
{
    public ISymbol Member { get; } = member;

    /// <summary>Gets the path to it, by member names.</summary>
    public string Path { get; } = path;

    /// <summary>Gets why it is mutable, and what to do.</summary>
    public string Fault { get; } = fault;

    /// <summary>Gets whether a setter is the only reason.</summary>
    public bool CanBeSet { get; } = canBeSet;
}

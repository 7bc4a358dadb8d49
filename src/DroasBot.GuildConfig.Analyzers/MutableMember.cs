using Microsoft.CodeAnalysis;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>A member that makes settings mutable.</summary>
internal sealed class MutableMember(ISymbol member, string path, string fault, bool canBeSet)
{
    public ISymbol Member { get; } = member;

    /// <summary>Gets its name, with those of the members that lead to it.</summary>
    public string Path { get; } = path;

    /// <summary>Gets what is wrong with it, and what to do.</summary>
    public string Fault { get; } = fault;

    /// <summary>Gets whether it is mutable for no other reason than that.</summary>
    public bool CanBeSet { get; } = canBeSet;
}

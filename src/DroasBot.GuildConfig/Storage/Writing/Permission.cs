namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What of a write is allowed, and what it turned out to need. The write and those who ask for permission use it by turns.</summary>
internal sealed class Permission
{
    private IReadOnlyList<string>? _granted;

    /// <summary>Gets what the last run changes, and must not yet; <see langword="null"/> if it was allowed.</summary>
    public IReadOnlyList<string>? Wanted { get; private set; }

    /// <summary>Gets whether anything was asked for and granted.</summary>
    public bool IsGranted => _granted is not null;

    /// <summary>Whether a run that changes these sections may go on.</summary>
    public bool Allows(IReadOnlyList<string> sections)
    {
        Wanted = _granted is { } granted && sections.All(granted.Contains) ? null : sections;
        return Wanted is null;
    }

    public void Grant(IReadOnlyList<string> sections) => (_granted, Wanted) = (sections, null);
}

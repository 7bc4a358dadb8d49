namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What a write is allowed to change, and what it turned out to need. Used alternately by the write and its authorization.</summary>
internal sealed class Permission
{
    private IReadOnlyList<string>? _granted;

    /// <summary>Gets the changes of the last run that are not yet allowed; <see langword="null"/> if all were.</summary>
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

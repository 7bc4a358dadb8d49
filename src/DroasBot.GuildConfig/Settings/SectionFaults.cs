namespace DroasBot.GuildConfig.Settings;

/// <summary>The faults of a stored section.</summary>
/// <param name="Violations">The rules that it violates.</param>
/// <param name="SetAside">The members that this host cannot use.</param>
/// <param name="Unreadable">Why it cannot be read at all; <see langword="null"/> if it can.</param>
internal sealed record SectionFaults(Violations Violations, IReadOnlyList<SetAsideMember> SetAside, GuildConfigException? Unreadable)
{
    public static SectionFaults None { get; } = new(new Violations(), [], Unreadable: null);
}

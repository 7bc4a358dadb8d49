namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>One command of a random sequence. Its text is what a failure shows.</summary>
public sealed record Command(CommandKind Kind, ulong Guild, ulong Channel, string Path, IReadOnlyList<Command> Steps)
{
    public override string ToString() => Kind switch
    {
        CommandKind.Transact or CommandKind.FailingTransact => $"{Kind}[{string.Join("; ", Steps)}]",
        CommandKind.SetChannel => $"{Kind}({Guild}, {Channel})",
        CommandKind.SetBackground => $"{Kind}({Guild}, {Path})",
        CommandKind.List or CommandKind.RefreshAll or CommandKind.Restart => Kind.ToString(),
        _ => $"{Kind}({Guild})",
    };
}

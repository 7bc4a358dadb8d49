namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>Commands to run one after another. Prints them in order.</summary>
public sealed record CommandSequence(IReadOnlyList<Command> Commands)
{
    public override string ToString() => Environment.NewLine + string.Join(Environment.NewLine, Commands);
}

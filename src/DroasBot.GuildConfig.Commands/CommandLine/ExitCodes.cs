namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>What a command tells the shell; docs/operate/tool.md has the table.</summary>
internal static class ExitCodes
{
    public const int Succeeded = 0;

    /// <summary>It could not be done; or something was found: a problem, a difference.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood, or names a database that is not there. Nothing was done.</summary>
    public const int NotUnderstood = 2;

    public const int Interrupted = 130;
}

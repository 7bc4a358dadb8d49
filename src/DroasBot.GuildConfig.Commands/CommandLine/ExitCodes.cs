namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The exit codes of commands; docs/operate/tool.md has the table.</summary>
internal static class ExitCodes
{
    public const int Succeeded = 0;

    /// <summary>The command failed, or found something: a problem, a difference.</summary>
    public const int Failed = 1;

    /// <summary>The command line is invalid, or names a database that does not exist. Nothing was done.</summary>
    public const int NotUnderstood = 2;

    public const int Interrupted = 130;
}

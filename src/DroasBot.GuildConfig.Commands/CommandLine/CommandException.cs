namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A command ends here: with a line that says why, and an exit code.</summary>
internal sealed class CommandException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>The command line is not one that can be carried out; nothing was done.</summary>
    public static CommandException NotUnderstood(string message) => new(message, ExitCodes.NotUnderstood);
}

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Ends a command with a message and an exit code.</summary>
internal sealed class CommandException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>The command line cannot be executed; nothing was done.</summary>
    public static CommandException NotUnderstood(string message) => new(message, ExitCodes.NotUnderstood);
}

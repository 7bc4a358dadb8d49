using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

internal static class CommandExtensions
{
    /// <summary>Sets the action of a command so that Ctrl+C cancels it from the beginning.</summary>
    /// <remarks>
    /// The command line handles Ctrl+C only once the action has returned its task; an action that begins with synchronous work,
    /// such as opening an SQLite database, would be killed in the middle of it.
    /// </remarks>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
        => command.SetAction((parseResult, cancellationToken) => Task.Run(() => action(parseResult, cancellationToken), cancellationToken));
}

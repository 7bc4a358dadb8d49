using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

internal static class CommandExtensions
{
    /// <summary>Sets what a command does, so that Ctrl+C cancels it from its first moment.</summary>
    /// <remarks>
    /// The command line listens for Ctrl+C once the action has returned its task; an action that begins with synchronous work,
    /// as opening a SQLite database is, would be killed in the middle of it.
    /// </remarks>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
        => command.SetAction((parseResult, cancellationToken) => Task.Run(() => action(parseResult, cancellationToken), cancellationToken));
}

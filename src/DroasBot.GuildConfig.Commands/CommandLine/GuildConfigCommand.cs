using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The base class of commands: the exit code is 0, or one line on the error stream says why not.</summary>
internal abstract class GuildConfigCommand : Command
{
    protected GuildConfigCommand(string name, string description, CommonOptions options)
        : base(name, description)
        => this.SetInterruptibleAction((parseResult, cancellationToken) => CommandRun.ExecuteAsync(
            parseResult, options, screen => ExecuteAsync(parseResult, screen, options.IsConfirmed(parseResult), cancellationToken)));

    /// <summary>Returns the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken);
}

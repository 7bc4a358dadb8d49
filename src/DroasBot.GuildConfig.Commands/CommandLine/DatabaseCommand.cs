using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A command on an existing database, with the library started.</summary>
internal abstract class DatabaseCommand(string name, string description, IServiceSource source, CommonOptions options) : GuildConfigCommand(name, description, options)
{
    protected sealed override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var lease = await source.OpenAsync(parseResult, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            return await ExecuteAsync(new CommandContext(lease.Services, parseResult, screen, isConfirmed, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(CommandContext context);
}

using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Databases;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

/// <summary>Inspects without starting the library, so it works whatever the state of the database.</summary>
internal sealed class WhereCommand(IServiceSource source, CommonOptions options)
    : GuildConfigCommand("where", "Show which file or server it is, its engine, schema, revision, guilds and size, and who has it open.", options)
{
    protected override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var lease = source.Describe(parseResult);
        await using (lease.ConfigureAwait(false))
        {
            var description = await DatabaseDescription.ReadAsync(lease.Services, cancellationToken).ConfigureAwait(false);
            screen.Write(description);
            return description.Problem is null ? ExitCodes.Succeeded : ExitCodes.Failed;
        }
    }
}

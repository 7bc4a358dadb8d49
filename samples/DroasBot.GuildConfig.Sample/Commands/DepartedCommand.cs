using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class DepartedCommand(StoreOptions store) : StoreCommand("departed", "List the guilds that the bot has left, those first that have been away for longest.", store)
{
    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        await foreach (var departure in services.GetRequiredService<IGuildConfigLifecycle>().ListDeparturesAsync(cancellationToken))
        {
            Output(parseResult).WriteLine($"{departure.GuildId,-20}  left {departure.LeftAt:u}");
        }

        return ExitCodes.Succeeded;
    }
}

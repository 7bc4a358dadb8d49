using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class DepartedCommand(IServiceSource source, CommonOptions options)
    : DatabaseCommand("departed", "List the guilds that the bot has left, in order of departure.", source, options)
{
    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var listed = 0L;
        await foreach (var departure in context.Services.GetRequiredService<IGuildConfigLifecycle>().ListDeparturesAsync(context.CancellationToken).ConfigureAwait(false))
        {
            context.Screen.Write(new Outcome(
                $"{departure.GuildId,-20} left {departure.LeftAt:u}", ("guildId", GuildJson.Id(departure.GuildId)), ("leftAt", GuildJson.Time(departure.LeftAt))));
            listed++;
        }

        if (listed == 0)
        {
            context.Screen.Note("The bot has not left any guild.");
        }

        return ExitCodes.Succeeded;
    }
}

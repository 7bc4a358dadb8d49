using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class DeleteCommand(StoreOptions store)
    : ChangeCommand("delete", "Delete the configuration of a guild; it has the defaults then.", store)
{
    protected override async Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var deleted = await Configs(services).DeleteAsync(guildId, context, cancellationToken);
        Output(parseResult).WriteLine(deleted
            ? $"Deleted the configuration of guild {guildId}."
            : $"Guild {guildId} had no configuration; nothing was written.");
    }
}

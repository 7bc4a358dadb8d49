using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class EraseGuildCommand : StoreCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();

    public EraseGuildCommand(StoreOptions store)
        : base("guild", "Erase a guild for good, with its whole history. There is no way back but a backup.", store)
        => Arguments.Add(_guild);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var guildId = parseResult.GetValue(_guild);
        await Maintenance(services).EraseGuildAsync(guildId, cancellationToken);
        Output(parseResult).WriteLine($"Erased guild {guildId}.");
        return ExitCodes.Succeeded;
    }
}

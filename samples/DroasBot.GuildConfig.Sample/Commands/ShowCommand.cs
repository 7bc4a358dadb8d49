using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ShowCommand : StoreCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();

    public ShowCommand(StoreOptions store)
        : base("show", "Show the configuration of a guild.", store)
        => Arguments.Add(_guild);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        SnapshotText.Write(Output(parseResult), await Configs(services).GetAsync(parseResult.GetValue(_guild), cancellationToken));
        return ExitCodes.Succeeded;
    }
}

using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ListCommand : StoreCommand
{
    private readonly Option<int> _limit = Numbers.Option("--limit", "How many guilds to list at most.", least: 1, most: int.MaxValue, byDefault: 20);

    public ListCommand(StoreOptions store)
        : base("list", "List the stored guilds by id.", store)
        => Options.Add(_limit);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        var left = parseResult.GetValue(_limit);
        SnapshotText.WriteColumnNames(output);
        await foreach (var snapshot in Configs(services).ListAsync(cancellationToken))
        {
            if (left-- == 0)
            {
                output.WriteLine("... and more; --limit shows them.");
                break;
            }

            SnapshotText.WriteColumns(output, snapshot);
        }

        return ExitCodes.Succeeded;
    }
}

using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class HistoryCommand : StoreCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();
    private readonly Option<int> _limit = Numbers.Option("--limit", "How many changes to show at most.", least: 1, most: int.MaxValue, byDefault: 20);

    public HistoryCommand(StoreOptions store)
        : base("history", "Show the changes of a guild, newest first.", store)
    {
        Arguments.Add(_guild);
        Options.Add(_limit);
    }

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        var guildId = parseResult.GetValue(_guild);
        var limit = parseResult.GetValue(_limit);
        var shown = 0;
        await foreach (var change in ChangeLog(services).GetHistoryAsync(guildId, cancellationToken))
        {
            if (shown == limit)
            {
                output.WriteLine("... and more; --limit shows them.");
                break;
            }

            output.WriteLine(ChangeText.Line(change));
            shown++;
        }

        if (shown == 0)
        {
            output.WriteLine($"Guild {guildId} has no history.");
        }

        return ExitCodes.Succeeded;
    }
}

using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class PruneCommand : StoreCommand
{
    private readonly Option<TimeSpan> _olderThan = Durations.Option("--older-than", "How old a change is that is removed.");

    public PruneCommand(StoreOptions store)
        : base("prune", "Remove old changes from the audit trail; the newest one of each guild stays.", store)
        => Options.Add(_olderThan);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var changedBefore = TimeProvider.System.GetUtcNow() - parseResult.GetValue(_olderThan);
        var removed = await Maintenance(services).PruneHistoryAsync(changedBefore, cancellationToken);
        Output(parseResult).WriteLine($"Removed {removed:N0} changes made before {changedBefore:u}.");
        return ExitCodes.Succeeded;
    }
}

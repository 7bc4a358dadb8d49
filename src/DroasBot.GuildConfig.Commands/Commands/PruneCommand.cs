using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class PruneCommand : DatabaseCommand
{
    private readonly Option<TimeSpan> _olderThan = Durations.Option("--older-than", "The age from which changes are removed.");

    public PruneCommand(IServiceSource source, CommonOptions options)
        : base("prune", "Remove old changes from the audit trail; the newest one of each guild stays.", source, options)
        => Options.Add(_olderThan);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var changedBefore = TimeProvider.System.GetUtcNow() - context.Parsed.GetValue(_olderThan);
        context.Confirm($"Remove all changes made before {changedBefore:u} for good");
        var removed = await context.Maintenance.PruneHistoryAsync(changedBefore, context.CancellationToken).ConfigureAwait(false);
        context.Screen.Write(new Outcome(
            removed == 0 ? $"Unchanged: there is no removable change made before {changedBefore:u}." : $"Removed {removed:N0} changes made before {changedBefore:u}.",
            ("removed", removed), ("changedBefore", GuildJson.Time(changedBefore))));
        return ExitCodes.Succeeded;
    }
}

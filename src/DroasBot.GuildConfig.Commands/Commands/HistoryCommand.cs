using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class HistoryCommand : DatabaseCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();
    private readonly Option<int> _limit = Numbers.Limit("The maximum number of changes to show.");

    public HistoryCommand(IServiceSource source, CommonOptions options)
        : base("history", "Show the changes of a guild, newest first, with each value before and after.", source, options)
    {
        Arguments.Add(_guild);
        Options.Add(_limit);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var guildId = context.Parsed.GetValue(_guild);
        var limit = context.Parsed.GetValue(_limit);
        var shown = 0;
        await foreach (var change in context.ChangeLog.GetHistoryAsync(guildId, context.CancellationToken).ConfigureAwait(false))
        {
            if (shown == limit)
            {
                context.Screen.Note("... and more; --limit shows them.");
                break;
            }

            context.Screen.Write(new ChangeReport(change));
            shown++;
        }

        if (shown == 0)
        {
            context.Screen.Note($"Guild {guildId} has no history.");
        }

        return ExitCodes.Succeeded;
    }
}

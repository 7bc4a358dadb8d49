using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class WatchCommand(IServiceSource source, CommonOptions options)
    : DatabaseCommand("watch", "Show changes as they are made, by this and other processes, until Ctrl+C.", source, options)
{
    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        using var log = ScreenLog.Attach(context);
        var changes = context.ChangeLog.WatchAsync(context.CancellationToken).GetAsyncEnumerator(context.CancellationToken);
        await using (changes.ConfigureAwait(false))
        {
            // The first step begins the watch, so changes made after the announcement are seen.
            var next = changes.MoveNextAsync();
            context.Screen.Note("Watching changes; Ctrl+C ends it.");
            try
            {
                while (await next.ConfigureAwait(false))
                {
                    context.Screen.Write(new ChangeReport(changes.Current));
                    context.Screen.Flush();
                    next = changes.MoveNextAsync();
                }
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                // Ctrl+C ends it.
            }
        }

        return ExitCodes.Succeeded;
    }
}

using System.CommandLine;
using DroasBot.GuildConfig.Sample.Display;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class WatchCommand(StoreOptions store)
    : StoreCommand("watch", "Show changes as they are made, by this and other processes, until Ctrl+C.", store)
{
    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        services.GetRequiredService<ILoggerFactory>().AddProvider(new DisplayLoggerProvider(new PlainDisplay(parseResult.InvocationConfiguration.Error)));
        await using var changes = ChangeLog(services).WatchAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        // The first step begins the watch: what is changed after it has been announced is seen.
        var next = changes.MoveNextAsync();
        await WriteLineAsync("Watching changes; Ctrl+C ends it.");
        try
        {
            while (await next)
            {
                await WriteLineAsync(ChangeText.Line(changes.Current));
                next = changes.MoveNextAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
        }

        return ExitCodes.Succeeded;

        async Task WriteLineAsync(string line)
        {
            await Output(parseResult).WriteLineAsync(line);
            await Output(parseResult).FlushAsync(CancellationToken.None);
        }
    }
}

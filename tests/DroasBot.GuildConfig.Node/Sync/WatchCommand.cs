using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>
/// Prints when a watcher received each change: <c>saw REVISION GUILD READ TICKS</c>, where READ is the revision that a read returned at that moment;
/// guild and read are 0 for a refresh. If a guild is polled too, prints when a read returns another revision: <c>polled 0 GUILD READ TICKS</c>.
/// Runs until a line is received; then prints <c>has GUILD VALUE</c> for each guild that the line names.
/// </summary>
internal static class WatchCommand
{
    public static async Task<int> RunAsync(string database, ulong? polledGuild)
    {
        await using var provider = await SyncHost.StartAsync(database);
        var service = provider.GetRequiredService<IGuildConfigService>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(provider.GetRequiredService<IGuildConfigChangeLog>(), service, stop.Token);
        var polling = polledGuild is { } polled ? PollAsync(service, polled, stop.Token) : Task.Delay(Timeout.Infinite, stop.Token);
        var told = Console.In.ReadLineAsync();
        await await Task.WhenAny(told, watching, polling);
        await stop.CancelAsync();
        await Task.WhenAll(watching, polling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var guild in (await told)!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var snapshot = await service.GetAsync(ulong.Parse(guild, CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"has {guild} {snapshot.WelcomeChannelId ?? 0}"));
        }

        return 0;
    }

    private static async Task WatchAsync(IGuildConfigChangeLog log, IGuildConfigService service, CancellationToken cancellationToken)
    {
        await using var changes = log.WatchAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = changes.MoveNextAsync();
        Console.WriteLine("watching");
        while (await next)
        {
            var change = changes.Current;
            var guild = change.GuildId ?? 0;
            var read = guild == 0 ? 0 : (await service.GetAsync(guild, cancellationToken)).Revision;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"saw {change.Revision} {guild} {read} {DateTime.UtcNow.Ticks}"));
            next = changes.MoveNextAsync();
        }
    }

    /// <summary>Polls every millisecond: often enough to be precise, and not often enough to disturb.</summary>
    private static async Task PollAsync(IGuildConfigService service, ulong guild, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var last = (await service.GetAsync(guild, cancellationToken)).Revision;
        while (await tick.WaitForNextTickAsync(cancellationToken))
        {
            var read = (await service.GetAsync(guild, cancellationToken)).Revision;
            if (read != last)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"polled 0 {guild} {read} {DateTime.UtcNow.Ticks}"));
                last = read;
            }
        }
    }
}

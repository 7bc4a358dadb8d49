using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.SyncNode;

/// <summary>
/// Says of each change that a watcher gets when it got it: <c>saw REVISION GUILD VALUE TICKS</c>, the value being what a read gives right then.
/// Guild and value are 0 for a refresh. If a guild is polled too, says when a read gives another value: <c>polled GUILD VALUE TICKS</c>.
/// Until a line comes in; then, for each guild it names, <c>has GUILD VALUE</c>.
/// </summary>
internal static class WatchCommand
{
    public static async Task<int> RunAsync(string database, ulong? polledGuild)
    {
        await using var provider = await NodeHost.StartAsync(database);
        var service = provider.GetRequiredService<IGuildConfigService>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(provider.GetRequiredService<IGuildConfigChangeLog>(), service, stop.Token);
        var polling = polledGuild is { } polled ? PollAsync(service, polled, stop.Token) : Task.CompletedTask;
        var told = Console.In.ReadLineAsync();
        await await Task.WhenAny(told, watching, polling.IsCompleted ? told : polling);
        var guilds = (await told)!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await stop.CancelAsync();
        await Task.WhenAll(watching, polling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var guild in guilds)
        {
            Console.WriteLine($"has {guild} {await ReadAsync(service, ulong.Parse(guild, CultureInfo.InvariantCulture))}");
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
            var value = guild == 0 ? 0 : await ReadAsync(service, guild);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"saw {change.Revision} {guild} {value} {DateTime.UtcNow.Ticks}"));
            next = changes.MoveNextAsync();
        }
    }

    /// <summary>Each millisecond: often enough to tell, and too seldom to disturb.</summary>
    private static async Task PollAsync(IGuildConfigService service, ulong guild, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var last = await ReadAsync(service, guild);
        while (await tick.WaitForNextTickAsync(cancellationToken))
        {
            var value = await ReadAsync(service, guild);
            if (value != last)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"polled {guild} {value} {DateTime.UtcNow.Ticks}"));
                last = value;
            }
        }
    }

    private static async ValueTask<ulong> ReadAsync(IGuildConfigService service, ulong guild)
        => (await service.GetAsync(guild, CancellationToken.None)).WelcomeChannelId ?? 0;
}

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.SyncNode;

/// <summary>
/// Says of each change that a watcher gets when it got it: <c>saw REVISION GUILD VALUE TICKS</c>, the value being what a read gives right then.
/// Guild and value are 0 for a refresh. Until a line comes in; then, for each guild it names, <c>has GUILD VALUE</c>.
/// </summary>
internal static class WatchCommand
{
    public static async Task<int> RunAsync(string file)
    {
        await using var provider = await NodeHost.StartAsync(file);
        var service = provider.GetRequiredService<IGuildConfigService>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(provider.GetRequiredService<IGuildConfigChangeLog>(), service, stop.Token);
        var guilds = (await Console.In.ReadLineAsync())!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await stop.CancelAsync();
        await watching;
        foreach (var guild in guilds)
        {
            var snapshot = await service.GetAsync(ulong.Parse(guild, CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"has {guild} {snapshot.WelcomeChannelId ?? 0}"));
        }

        return 0;
    }

    private static async Task WatchAsync(IGuildConfigChangeLog log, IGuildConfigService service, CancellationToken cancellationToken)
    {
        var changes = log.WatchAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = changes.MoveNextAsync();
        Console.WriteLine("watching");
        try
        {
            while (await next)
            {
                var change = changes.Current;
                var guild = change.GuildId ?? 0;
                var value = guild == 0 ? 0 : (await service.GetAsync(guild, CancellationToken.None)).WelcomeChannelId ?? 0;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"saw {change.Revision} {guild} {value} {DateTime.UtcNow.Ticks}"));
                next = changes.MoveNextAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        finally
        {
            await changes.DisposeAsync();
        }
    }
}

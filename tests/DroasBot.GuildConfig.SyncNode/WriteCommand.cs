using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.SyncNode;

/// <summary>Changes guilds in turn at a given pace: each gets the number of the change. Says for each when its call returned, in UTC ticks: <c>wrote REVISION TICKS</c>.</summary>
internal static class WriteCommand
{
    public static async Task<int> RunAsync(string file, int guilds, int changes, int perSecond)
    {
        await using var provider = await NodeHost.StartAsync(file);
        await Console.In.ReadLineAsync();
        var service = provider.GetRequiredService<IGuildConfigService>();
        var clock = Stopwatch.StartNew();
        var lines = new string[changes];
        for (var first = 0; first < changes; first += guilds)
        {
            var due = TimeSpan.FromSeconds((double)first / perSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            await Task.WhenAll(Enumerable.Range(first, Math.Min(guilds, changes - first)).Select(async number =>
            {
                var snapshot = await service.UpdateAsync((ulong)(number % guilds) + 1, e => e.WelcomeChannelId = (ulong)number + 1);
                lines[number] = string.Create(CultureInfo.InvariantCulture, $"wrote {snapshot.Revision} {DateTime.UtcNow.Ticks}");
            }));
        }

        await Console.Out.WriteLineAsync(string.Join('\n', lines));
        await Console.Out.WriteLineAsync("done");
        return 0;
    }
}

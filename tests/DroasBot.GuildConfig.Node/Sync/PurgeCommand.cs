using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Erases every departed guild as soon as it sees it, as with a retention of zero, until a line is received. Then prints <c>purged COUNT</c>.</summary>
internal static class PurgeCommand
{
    public static async Task<int> RunAsync(string database)
    {
        await using var provider = await SyncHost.StartAsync(database);
        var departures = provider.GetRequiredService<DepartureReader>();
        var eraser = provider.GetRequiredService<GuildEraser>();

        // On another thread, since reading the console blocks.
        var told = Task.Run(Console.In.ReadLine);
        var purged = 0;
        while (!told.IsCompleted)
        {
            await foreach (var departure in departures.ListAsync(CancellationToken.None))
            {
                purged += await eraser.EraseDepartedAsync(departure.GuildId, long.MaxValue, CancellationToken.None) ? 1 : 0;
            }
        }

        Console.WriteLine($"purged {purged}");
        return 0;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Increments the numbers of some guilds with many callers, as fast as they can.</summary>
internal static class AddCommand
{
    public static async Task<int> RunAsync(string database, int guilds, int callers, int rounds)
    {
        await using var provider = await SyncHost.StartAsync(database);
        await Console.In.ReadLineAsync();
        var service = provider.GetRequiredService<IGuildConfigService>();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await service.UpdateAsync((ulong)((caller + round) % guilds) + 1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1);
                }
            })));
            Console.WriteLine("done");
            return 0;
        }
        catch (Exception failure)
        {
            Console.WriteLine("failed " + failure.ToString().ReplaceLineEndings(" "));
            return 1;
        }
    }
}

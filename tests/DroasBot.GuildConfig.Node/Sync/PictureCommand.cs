using System.Globalization;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Puts, sets and replaces images, deletes guilds and collects unreferenced images, at random and endlessly; prints <c>done N</c> after each step.</summary>
internal static class PictureCommand
{
    private const int Guilds = 6;
    private const int Images = 12;

    public static async Task<int> RunAsync(string database, int seed)
    {
        await using var provider = await SyncHost.StartAsync(database);
        var (configs, images) = (provider.GetRequiredService<IGuildConfigService>(), provider.GetRequiredService<IGuildBackgroundStore>());
        var random = new Random(seed);
        for (var step = 1; ; step++)
        {
            var guild = (ulong)random.Next(1, Guilds + 1);
            switch (random.Next(8))
            {
                case 0:
                    await configs.DeleteAsync(guild);
                    break;
                case 1:
                    await configs.UpdateAsync(guild, e => e.ClearBackground());
                    break;
                case 2:
                    await CollectAsync(provider);
                    break;
                case 3 when random.Next(4) == 0:
                    await provider.GetRequiredService<IGuildConfigMaintenance>().EraseGuildAsync(guild);
                    break;
                default:
                    using (var image = new MemoryStream(Pictures.Png(random.Next(Images), padding: 20_000)))
                    {
                        var content = await images.PutAsync(image);
                        await configs.UpdateAsync(guild, e => e.SetBackground(content));
                    }

                    break;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {step}"));
        }
    }

    /// <summary>Collects everything unreferenced, regardless of age.</summary>
    private static async Task CollectAsync(IServiceProvider provider)
        => await provider.GetRequiredService<ContentCollector>().EraseAsync(
            await provider.GetRequiredService<ContentUse>().FindUnusedAsync(long.MaxValue, CancellationToken.None), CancellationToken.None);
}

using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A process that puts, sets, replaces and collects images is killed repeatedly, on one database.</summary>
public abstract class KilledPicturesContract : StoreContract
{
    /// <summary>Set <c>GUILD_CONFIG_PICTURE_KILLS</c> to 50 for the long run, of a minute or two.</summary>
    private static readonly int _kills = Repetitions.Of("GUILD_CONFIG_PICTURE_KILLS", 5);

    [Fact]
    public async Task Kill_AtRandomMoments_LeavesNoDanglingReferenceAndLosesNoImageInUse()
    {
        var (steps, stored) = (0, 0L);
        for (var kill = 1; kill <= _kills; kill++)
        {
            await using (var node = await NodeProcess.StartAsync(polling: false, "pictures", Store.NodeDatabase, $"{kill}"))
            {
                var random = new Random(kill);

                // Counted in steps, not only in time: a busy machine does few steps in that time.
                for (var before = random.Next(2, 5); before > 0; before--)
                {
                    steps += (await node.ReadUntilAsync("done")).Count;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 400)), Token);
                await node.KillAsync();
                steps += (await node.ReadUntilAsync(null)).Count;
            }

            stored += await CheckAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_kills} kills, {steps} steps, {stored} images looked at");
        Assert.True(steps > _kills && stored > 0, $"Only {steps} steps and {stored} images in {_kills} rounds.");
    }

    /// <returns>How many images are stored; all of them are in use.</returns>
    private async Task<long> CheckAsync()
    {
        await using var node = await Store.StartNodeAsync(options => options.HistoryLimit = null);
        await node.Get<ContentCollector>().EraseAsync(await node.Get<ContentUse>().FindUnusedAsync(long.MaxValue, Token), Token);
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        var used = new HashSet<string>();
        await foreach (var guild in node.Service.ListAsync(Token))
        {
            Add(guild);
        }

        for (var guild = 1UL; guild <= 6; guild++)
        {
            await foreach (var change in node.Log.GetHistoryAsync(guild, Token))
            {
                Add(change.Before);
                Add(change.After);
            }
        }

        Assert.Equal(used.Order(), (await Store.QueryAsync("SELECT hash FROM background_content")).Select(row => (string)row[0]!).Order());
        return used.Count;

        void Add(GuildConfigSnapshot? snapshot)
        {
            if (snapshot?.Background?.ContentHash is { } hash)
            {
                used.Add(hash);
            }
        }
    }
}

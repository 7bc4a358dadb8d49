using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A separate process erases departed guilds while they return and change.</summary>
public abstract class PurgeRaceContract : StoreContract
{
    /// <summary>Set <c>GUILD_CONFIG_PURGE_ROUNDS</c> to 10000 for the long run, of a minute or two.</summary>
    private static readonly int _rounds = Repetitions.Of("GUILD_CONFIG_PURGE_ROUNDS", 200);

    [Fact]
    public async Task Purge_DuringReturnsAndUpdates_ErasesGuildsCompletelyAndNoReturnedOne()
    {
        var node = await Store.StartNodeAsync(options => (options.HistoryLimit, options.TransactionTimeout) = (null, Deadlines.Limit));
        await using var purger = await NodeProcess.StartAsync(polling: false, "purge", Store.NodeDatabase);
        var (kept, erased) = (0, 0);
        for (var round = 1; round <= _rounds; round++)
        {
            var (guild, value, random) = ((ulong)(round % 7) + 1, (ulong)round, new Random(round));
            await node.Service.UpdateAsync(guild, e => e.WelcomeChannelId = value, new ChangeContext { Reason = "round" }, Token);
            await Lifecycle(node).MarkLeftAsync(guild, Token);
            if (random.Next(3) == 0)
            {
                await node.Service.UpdateAsync(guild, e => e.WelcomeChannelId = value, cancellationToken: Token);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(15)), Token);
            await Lifecycle(node).MarkPresentAsync(guild, Token);

            var returned = await ReadAsync(node, guild);
            Assert.True(!returned.Exists || returned.WelcomeChannelId == value, $"Round {round}: {returned}");
            _ = returned.Exists ? kept++ : erased++;
            await AssertUntornAsync(node, guild, returned);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2)), Token);
            Assert.Equal(returned.Revision, (await ReadAsync(node, guild)).Revision);
        }

        await purger.SayAsync("enough");
        await purger.ReadUntilAsync("purged");
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept} returned in time, {erased} did not.");
        Assert.True(kept > 0 && erased > 0, $"It was no race: {kept} returned in time, {erased} did not.");
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    private static IGuildConfigLifecycle Lifecycle(ContractNode node) => node.Get<IGuildConfigLifecycle>();

    /// <summary>Reads the database.</summary>
    private static ValueTask<GuildConfigSnapshot> ReadAsync(ContractNode node, ulong guild) => node.Get<GuildConfigService>().GetAsync(guild, Token);

    /// <summary>An erased guild has lost all its history; an existing one has all changes since its last erasure.</summary>
    private static async Task AssertUntornAsync(ContractNode node, ulong guild, GuildConfigSnapshot snapshot)
    {
        var history = await node.Log.GetHistoryAsync(guild, Token).ToListAsync(Token);
        Assert.Equal(snapshot.Exists ? snapshot.Revision : null, history[0].After?.Revision);
        var erased = history.SkipWhile(change => change.Kind != GuildConfigChangeKind.Erased).ToList();
        Assert.All(erased, change => Assert.Equal((GuildConfigChangeKind.Erased, null), (change.Kind, change.Reason)));
        Assert.Equal(snapshot.Exists, erased.Count < history.Count);
    }
}

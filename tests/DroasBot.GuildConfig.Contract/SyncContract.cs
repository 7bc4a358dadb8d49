using DroasBot.GuildConfig.Hosting;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Nodes follow each other.</summary>
public abstract class SyncContract : StoreContract
{
    [Fact]
    public async Task UpdateAsync_OnOneNode_IsSeenByTheOther()
    {
        var (node, other) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());
        Assert.False((await other.Service.GetAsync(1, Token)).Exists);
        await using var probe = new ChangeProbe(other.Services);

        var updated = await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, new ChangeContext { ActorId = 7, Reason = "new channel" }, Token);
        var change = await probe.NextAsync();

        Assert.Equal((updated.Revision, 1UL, GuildConfigChangeKind.Created, 7UL, "new channel"), (change.Revision, change.GuildId, change.Kind, change.ActorId, change.Reason));
        Assert.Equal(10UL, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);

        await node.Service.DeleteAsync(1, cancellationToken: Token);
        await probe.NextAsync();

        Assert.False((await other.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task WatchAsync_TwoNodesWriteSimultaneously_BothSeeEachChangeOnceInOrder()
    {
        const int Writes = 300;
        ContractNode[] nodes = [await Store.StartNodeAsync(Patient), await Store.StartNodeAsync(Patient)];
        await using var first = new ChangeProbe(nodes[0].Services);
        await using var second = new ChangeProbe(nodes[1].Services);

        await Parallel.ForEachAsync(Enumerable.Range(0, Writes), Token, async (i, token) => await nodes[i % 2].IncrementAsync((ulong)(i % 9) + 1, token));

        var expected = Enumerable.Range(1, Writes).Select(i => (long)i).ToList();
        Assert.Equal(expected, (await first.TakeUntilAsync(Writes)).Select(change => change.Revision));
        Assert.Equal(expected, (await second.TakeUntilAsync(Writes)).Select(change => change.Revision));
        for (var guild = 1UL; guild <= 9; guild++)
        {
            Assert.Equal((await nodes[0].Service.GetAsync(guild, Token)).Revision, (await nodes[1].Service.GetAsync(guild, Token)).Revision);
        }

        static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;
    }

    [Fact]
    public async Task CatchUpAsync_HistoryPrunedBeyondTheCursor_StartsOver()
    {
        var (node, other) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());
        await node.IncrementAsync(1, Token);
        await using var probe = new ChangeProbe(other.Services);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);
        await other.Get<BackgroundLoops>().StopAsync();
        for (var i = 0; i < 5; i++)
        {
            await node.IncrementAsync(1, Token);
            await node.IncrementAsync(2, Token);
        }

        await Store.ExecuteAsync("DELETE FROM guild_config_change WHERE revision < 10");

        await other.Get<ChangeFeed>().CatchUpAsync(Token);

        var news = (await probe.TakeUntilAsync(11))[^1];
        Assert.Equal((GuildConfigChangeKind.Refreshed, (ulong?)null, 11L), (news.Kind, news.GuildId, news.Revision));
        Assert.Equal(6UL, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(5UL, (await other.Service.GetAsync(2, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task RunAsync_AnotherDatabaseAtTheSamePlace_StartsOver()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var probe = new ChangeProbe(node.Services);

        await Store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 99; UPDATE guild_config_clock SET epoch = 'another'");
        var news = await probe.NextAsync();

        Assert.Equal((GuildConfigChangeKind.Refreshed, (ulong?)null), (news.Kind, news.GuildId));
        Assert.Equal(99UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task RefreshAllAsync_EveryNode_LoadsChangesMadeOutsideTheLibraryOnTheOther()
    {
        var (node, other) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());
        await node.IncrementAsync(1, Token);
        await using var probe = new ChangeProbe(other.Services);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);
        Assert.Equal(1UL, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);
        await other.Get<BackgroundLoops>().StopAsync();
        await Store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 99");

        var loaded = await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);
        await other.Get<ChangeFeed>().Refreshing.InTime();

        Assert.Equal(1, loaded);
        Assert.Equal(99UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(99UL, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(GuildConfigChangeKind.Refreshed, (await probe.TakeUntilAsync(2))[^1].Kind);
    }
}

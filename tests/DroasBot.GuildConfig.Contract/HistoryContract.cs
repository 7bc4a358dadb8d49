using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The audit trail, restoring from it, and pruning.</summary>
public abstract class HistoryContract : StoreContract
{
    [Fact]
    public async Task GetHistoryAsync_SeveralPages_AreNewestFirstAndOfThisGuildOnly()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 1; i <= 150; i++)
        {
            await Task.WhenAll(node.IncrementAsync(1, Token), node.IncrementAsync(ulong.MaxValue, Token));
        }

        var history = await node.Log.GetHistoryAsync(ulong.MaxValue, Token).ToListAsync(Token);

        Assert.Equal(150, history.Count);
        Assert.All(history, change => Assert.Equal(ulong.MaxValue, change.GuildId));
        Assert.Equal(Enumerable.Range(1, 150).Reverse().Select(i => (ulong?)i), history.Select(change => change.After!.WelcomeChannelId));
        Assert.Equal(history.Skip(1).Select(change => change.After!.WelcomeChannelId), history.SkipLast(1).Select(change => change.Before!.WelcomeChannelId));
    }

    [Fact]
    public async Task RestoreAsync_DeletedGuild_BringsBackBackgroundAndChannel()
    {
        var node = await Store.StartNodeAsync();
        var original = await node.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 10;
                e.SetBackground("a.png", "image/png");
            },
            cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.SetBackground("b.png", "image/png"), cancellationToken: Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);

        var restored = await node.Log.RestoreAsync(1, original.Revision, new ChangeContext { ActorId = 7 }, Token);

        Assert.Equal((10UL, original.Background, 4L), (restored.WelcomeChannelId, restored.Background, restored.Revision));
        Assert.Equal(["a.png"], (await Store.QueryAsync("SELECT file_path FROM background_asset")).Select(row => row[0]));
        var newest = await node.Log.GetHistoryAsync(1, Token).FirstAsync(Token);
        Assert.Equal((GuildConfigChangeKind.Restored, 7UL), (newest.Kind, newest.ActorId));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.Log.RestoreAsync(1, 99, cancellationToken: Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.Log.RestoreAsync(2, original.Revision, cancellationToken: Token));
    }

    [Fact]
    public async Task WatchAsync_ManyWriters_SeesEachChangeOnceInOrder()
    {
        var node = await Store.StartNodeAsync();
        await using var probe = new ChangeProbe(node.Services);

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Token, async (i, token) => await node.IncrementAsync((ulong)(i % 9) + 1, token));

        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), (await probe.TakeUntilAsync(200)).Select(change => change.Revision));
    }

    [Fact]
    public async Task PruneAsync_OldChanges_KeepsTheNewestOfEachGuild()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 0; i < 130; i++)
        {
            await Task.WhenAll(node.IncrementAsync(1, Token), node.IncrementAsync(2, Token), node.IncrementAsync(3, Token));
        }

        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        var boundary = DateTimeOffset.FromUnixTimeMilliseconds(await Store.ScalarAsync<long>("SELECT max(changed_at) + 1 FROM guild_config_change"));
        await Store.ExecuteAsync($"UPDATE guild_config_change SET changed_at = {boundary.ToUnixTimeMilliseconds()} WHERE guild_id = 3 AND revision > 300");
        var young = await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE guild_id = 3 AND revision > 300");

        await node.Get<HistoryPruner>().PruneAsync(boundary, Token);

        var left = await Store.QueryAsync("SELECT guild_id, count(*), max(revision) FROM guild_config_change GROUP BY guild_id ORDER BY guild_id");
        var newest = (await Store.QueryAsync("SELECT revision FROM guild_config ORDER BY guild_id")).Select(row => row[0]);
        Assert.Equal([1L, 2L, 3L], left.Select(row => row[0]));
        Assert.Equal([1L, 1L, young], left.Select(row => row[1]));
        Assert.Equal(newest, left.Select(row => row[2]));
        Assert.Equal(391L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }
}

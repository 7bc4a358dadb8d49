using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The history of a guild is limited, and its remaining part is complete.</summary>
[Trait("Invariant", "10")]
public abstract class HistoryLimitContract : StoreContract
{
    private const ulong Guild = 5;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(3, 40)]
    [InlineData(20, 250)]
    public async Task HistoryLimit_MoreChanges_KeepsTheNewestWithTheStateBefore(int limit, int changes)
    {
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = limit);
        for (var i = 0; i < changes; i++)
        {
            await Task.WhenAll(node.IncrementAsync(Guild, Token), node.IncrementAsync(ulong.MaxValue, Token));
        }

        await node.IncrementAsync(7, Token);
        var kept = Math.Min(limit, changes);
        await PruneAsync(node);

        Assert.Equal((2L * kept) + 1, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        foreach (var guild in new[] { Guild, ulong.MaxValue })
        {
            var history = await node.Log.GetHistoryAsync(guild, Token).ToListAsync(Token);
            Assert.Equal(Enumerable.Range(0, kept).Select(i => (ulong)(changes - i)), history.Select(change => change.After!.WelcomeChannelId!.Value));
            Assert.Equal(
                Enumerable.Range(0, kept).Select(i => changes - i == 1 ? null : (ulong?)(changes - i - 1)),
                history.Select(change => change.Before?.WelcomeChannelId));
        }

        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task HistoryLimit_GuildsThatKeepChanging_ArePrunedAutomatically()
    {
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = 4);
        for (var i = 0; i < 20; i++)
        {
            await node.IncrementAsync(Guild, Token);
        }

        await Deadlines.UntilAsync(async () => await CountAsync(Guild) == 4);

        Assert.Equal(16UL, (await node.Log.GetHistoryAsync(Guild, Token).LastAsync(Token)).Before!.WelcomeChannelId);
    }

    [Fact]
    public async Task RestoreAsync_OldestKeptChange_IsRestoredAndOlderOnesAreUnknown()
    {
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = 3);
        for (var i = 0; i < 10; i++)
        {
            await node.Service.UpdateAsync(Guild, e => e.SetBackground($"{i}.png", "image/png"), cancellationToken: Token);
        }

        await PruneAsync(node);
        var history = await node.Log.GetHistoryAsync(Guild, Token).ToListAsync(Token);

        Assert.Equal("6.png", history[^1].Before!.Background!.FilePath);
        var restored = await node.Log.RestoreAsync(Guild, history[^1].Revision, cancellationToken: Token);
        Assert.Equal("7.png", restored.Background!.FilePath);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.Log.RestoreAsync(Guild, history[^1].Revision - 1, cancellationToken: Token));

        // The restored change is pruned in its turn; the result stays.
        await PruneAsync(node);
        var after = await node.Log.GetHistoryAsync(Guild, Token).ToListAsync(Token);
        Assert.Equal([GuildConfigChangeKind.Restored, GuildConfigChangeKind.Updated, GuildConfigChangeKind.Updated], after.Select(change => change.Kind));
        Assert.Equal(["9.png", "8.png", "7.png"], after.Select(change => change.Before!.Background!.FilePath));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task PruneHistoryAsync_GuildsBeyondTheLimit_ArePrunedToTheLimit()
    {
        var earlier = await Store.StartNodeAsync(options => options.HistoryLimit = null);
        for (var i = 0; i < 130; i++)
        {
            await Task.WhenAll(earlier.IncrementAsync(1, Token), earlier.IncrementAsync(2, Token));
        }

        await earlier.DisposeAsync();
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = 10);

        // The node also prunes by itself; in either case, this call returns when pruning is done.
        await PruneAsync(node);

        Assert.Equal(10L, await CountAsync(1));
        Assert.Equal(10L, await CountAsync(2));
        Assert.Equal(120UL, (await node.Log.GetHistoryAsync(1, Token).LastAsync(Token)).Before!.WelcomeChannelId);
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.Equal(131UL, (await node.IncrementAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task PruneHistoryAsync_OldDeletion_IsRemovedAndARecentOneStays()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);
        await node.IncrementAsync(2, Token);
        await node.IncrementAsync(3, Token);
        var boundary = DateTimeOffset.FromUnixTimeMilliseconds(await Store.ScalarAsync<long>("SELECT max(changed_at) + 1 FROM guild_config_change"));
        await Deadlines.UntilAsync(() => TimeProvider.System.GetUtcNow() > boundary);
        await node.Service.DeleteAsync(3, cancellationToken: Token);

        Assert.Equal(3, await node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(boundary, Token).InTime());

        Assert.Empty(await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token));
        var deletion = Assert.Single(await node.Log.GetHistoryAsync(3, Token).ToListAsync(Token));
        Assert.Equal((GuildConfigChangeKind.Deleted, 1UL), (deletion.Kind, deletion.Before!.WelcomeChannelId));
        Assert.Single(await node.Log.GetHistoryAsync(2, Token).ToListAsync(Token));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));

        // Like a guild that never had a configuration.
        Assert.Equal((1UL, 6L), ((await node.IncrementAsync(1, Token)).WelcomeChannelId, (await node.Service.GetAsync(1, Token)).Revision));
        Assert.Equal(GuildConfigChangeKind.Created, (await node.Log.GetHistoryAsync(1, Token).SingleAsync(Token)).Kind);
    }

    [Fact]
    public async Task HistoryRetention_OldDeletion_IsPrunedAutomatically()
    {
        var node = await Store.StartNodeAsync(options => options.HistoryRetention = TimeSpan.FromSeconds(1));
        await node.IncrementAsync(1, Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);
        await node.IncrementAsync(2, Token);

        await Deadlines.UntilAsync(async () => await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change") == 1);

        Assert.Equal(2L, await Store.ScalarAsync<long>("SELECT guild_id FROM guild_config_change"));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    /// <summary>A guild with a large text that toggles a small value: each change stores one copy of the text.</summary>
    [Fact]
    public async Task UpdateAsync_LargeSettingsToggledOften_AreStoredOncePerChange()
    {
        const int Toggles = 40;
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = null);
        var section = "{\"other\":{\"text\":\"" + new string('x', 65_000) + "\"}}";
        await node.Service.UpdateAsync(Guild, e => e.ReplaceSettingsJson(section), cancellationToken: Token);
        for (var i = 0; i < Toggles; i++)
        {
            await node.IncrementAsync(Guild, Token);
        }

        var bytes = Convert.ToInt64(await Store.ScalarAsync<object>("SELECT sum(coalesce(length(\"before\"), 0) + coalesce(length(\"after\"), 0)) FROM guild_config_change"), null);

        Assert.InRange(bytes, (Toggles + 1) * 65_000L, (Toggles + 1) * 66_000L);
        var history = await node.Log.GetHistoryAsync(Guild, Token).ToListAsync(Token);
        Assert.All(history.SkipLast(1), change => Assert.Equal(section, change.Before!.SettingsJson));
        Assert.Equal(Enumerable.Range(0, Toggles).Select(i => i == 0 ? null : (ulong?)i).Reverse(), history.SkipLast(1).Select(change => change.Before!.WelcomeChannelId));

        // Pruned to a few changes, the log shrinks; the oldest remaining change has two copies.
        await node.DisposeAsync();
        var next = await Store.StartNodeAsync(options => options.HistoryLimit = 5);
        await PruneAsync(next);
        bytes = Convert.ToInt64(await Store.ScalarAsync<object>("SELECT sum(coalesce(length(\"before\"), 0) + coalesce(length(\"after\"), 0)) FROM guild_config_change"), null);
        Assert.InRange(bytes, 6 * 65_000L, 6 * 66_000L);
        Assert.Empty(await next.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    /// <summary>Many recent changes are not scanned repeatedly, least of all inside the write transaction.</summary>
    [Fact]
    public async Task PruneHistoryAsync_NothingOld_TakesNoWriteLock()
    {
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = 1_000);
        for (var i = 0; i < 5; i++)
        {
            await node.IncrementAsync(1, Token);
        }

        await using (await Store.HoldWritesAsync())
        {
            Assert.Empty(await node.Get<PrunableChanges>().ListLongAsync(1_000, Token).InTime());
            Assert.Null(await node.Get<PrunableChanges>().FindCutAsync(1, changedBefore: 1, limit: 1_000, Token).InTime());
            Assert.Equal(0L, await node.Get<PrunableChanges>().FindEndAsync(1, Token).InTime());
        }
    }

    private static Task<long> PruneAsync(ContractNode node) => node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token).InTime();

    private Task<long> CountAsync(ulong guild)
        => Store.ScalarAsync<long>($"SELECT count(*) FROM guild_config_change WHERE guild_id = {unchecked((long)guild)}");
}

using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Erased data disappears from rows, history and every node; the rest stays consistent.</summary>
public abstract class ErasureContract : StoreContract
{
    private const ulong User = 987654321098765432;

    [Fact]
    public async Task EraseGuildAsync_AGuild_LeavesItsChangesEmptyAndNotifiesEveryNode()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        var context = new ChangeContext { ActorId = 7, Reason = "because" };
        await node.Service.UpdateAsync(1, e => (e.WelcomeChannelId, _) = (10, SetBackground(e)), context, Token);
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 20, context, Token);
        await node.Service.UpdateAsync(1, e => e.Set(new CountingSettings { Count = 5 }), context, Token);
        await node.Get<IGuildConfigLifecycle>().MarkLeftAsync(1, Token);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);
        Assert.Equal(5UL, (await other.Service.GetAsync(1, Token)).Get<CountingSettings>().Count);
        await using var probe = new ChangeProbe(other.Services);

        await Maintenance(node).EraseGuildAsync(1, Token);
        var seen = await probe.NextAsync();

        Assert.Equal((GuildConfigChangeKind.Erased, 1UL, 4L, null, null), (seen.Kind, seen.GuildId, seen.Revision, seen.Before, seen.After));
        foreach (var one in new[] { node, other })
        {
            var guild = await one.Service.GetAsync(1, Token);
            Assert.Equal((false, null, null, 0UL), (guild.Exists, guild.WelcomeChannelId, guild.Background, guild.Get<CountingSettings>().Count));
        }

        var history = await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token);
        Assert.Equal([4L, 3, 1], history.Select(change => change.Revision));
        Assert.All(history, change => Assert.Equal(
            (GuildConfigChangeKind.Erased, null, null, null, null, 0), (change.Kind, change.ActorId, change.Reason, change.Before, change.After, change.Differences.Count)));
        Assert.Equal(20UL, (await node.Service.GetAsync(2, Token)).WelcomeChannelId);
        Assert.Equal("because", (await node.Log.GetHistoryAsync(2, Token).FirstAsync(Token)).Reason);
        Assert.Equal(0, await Store.ScalarAsync<long>("SELECT (SELECT count(*) FROM background_asset) + (SELECT count(*) FROM guild_departure)"));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task EraseGuildAsync_NothingStoredOrAlreadyErased_ChangesNothing()
    {
        var node = await StartAsync();
        await node.IncrementAsync(1, Token);
        await Maintenance(node).EraseGuildAsync(1, Token);

        await Maintenance(node).EraseGuildAsync(1, Token);
        await Maintenance(node).EraseGuildAsync(99, Token);

        Assert.Equal(2, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task EraseGuildAsync_DeletedGuild_LosesItsHistoryToo()
    {
        var node = await StartAsync();
        await node.IncrementAsync(1, Token);
        await node.Service.DeleteAsync(1, new ChangeContext { Reason = "gone" }, Token);

        await Maintenance(node).EraseGuildAsync(1, Token);

        Assert.Equal(0, await Store.ScalarAsync<long>("""SELECT count(*) FROM guild_config_change WHERE reason IS NOT NULL OR "before" IS NOT NULL OR "after" IS NOT NULL"""));
        Assert.Equal([3L, 2, 1], (await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token)).Select(change => change.Revision));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task EraseGuildAsync_BackgroundContent_IsRemovedUnlessAnotherGuildUsesIt()
    {
        var node = await StartAsync();
        await node.Service.UpdateAsync(1, e => SetBackground(e), cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => SetBackground(e), cancellationToken: Token);
        await Store.ExecuteAsync($"INSERT INTO background_content (hash, media_type, width, height, length, bytes, created_at) VALUES ('shared', 'image/png', 1, 1, 1, {Bytes}, 0)");
        await Store.ExecuteAsync("UPDATE background_asset SET content_hash = 'shared', file_path = NULL");

        await Maintenance(node).EraseGuildAsync(1, Token);
        Assert.Equal(1, await Store.ScalarAsync<long>("SELECT count(*) FROM background_content"));
        await Maintenance(node).EraseGuildAsync(2, Token);

        Assert.Equal(0, await Store.ScalarAsync<long>("SELECT count(*) FROM background_content"));
    }

    [Fact]
    public async Task RestoreAsync_AnErasedRevision_IsRefused()
    {
        var node = await StartAsync();
        await node.IncrementAsync(1, Token);
        await Maintenance(node).EraseGuildAsync(1, Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        foreach (var attempt in new[] { () => node.Log.RestoreAsync(1, 1, cancellationToken: Token), () => node.Log.UndoAsync(1, 2, cancellationToken: Token) })
        {
            var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(attempt);
            Assert.Contains("erased", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(5UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.False((await node.Log.UndoAsync(1, 3, cancellationToken: Token)).Exists);
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task PruneHistoryAsync_ErasedChanges_ArePrunedLikeOthers()
    {
        var node = await StartAsync(options => options.HistoryLimit = 1);
        await node.IncrementAsync(1, Token);
        await Maintenance(node).EraseGuildAsync(1, Token);
        await node.IncrementAsync(1, Token);
        await node.IncrementAsync(1, Token);

        await Maintenance(node).PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token);

        Assert.Equal([4L], (await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token)).Select(change => change.Revision));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task EraseUserAsync_SettingsAndHistory_LoseTheUserAndNothingElse()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        await node.Service.UpdateAsync(1, e => e.Set(Welcomers(User, 5)), new ChangeContext { ActorId = User, Reason = "I am in" }, Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = User, new ChangeContext { ActorId = 8, Reason = "the channel has the same number" }, Token);
        await node.Service.UpdateAsync(2, e => e.Set(Welcomers(6)), new ChangeContext { ActorId = User, Reason = "not me" }, Token);
        await node.Service.UpdateAsync(3, e => e.Set(Welcomers(User)), cancellationToken: Token);
        await node.Service.DeleteAsync(3, cancellationToken: Token);
        await node.Service.UpdateAsync(4, e => e.Set(new CountingSettings { Count = User }), new ChangeContext { ActorId = 9, Reason = "a number" }, Token);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);
        Assert.Contains(User, (await other.Service.GetAsync(1, Token)).Get<UserSettings>().Welcomers);

        var touched = await Maintenance(node).EraseUserAsync(User, Token);
        await other.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.Equal(4, touched);
        foreach (var one in new[] { node, other })
        {
            var guild = await one.Service.GetAsync(1, Token);
            Assert.Equal((User, 5UL), (guild.WelcomeChannelId, Assert.Single(guild.Get<UserSettings>().Welcomers)));
            Assert.Equal((null, 7UL), (guild.Get<UserSettings>().Greeter, guild.Get<UserSettings>().Channel));
            Assert.Equal(User, (await one.Service.GetAsync(4, Token)).Get<CountingSettings>().Count);
        }

        var history = await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token);
        Assert.Equal(
            [(GuildConfigChangeKind.Erased, null, null), (GuildConfigChangeKind.Updated, 8UL, "the channel has the same number"), (GuildConfigChangeKind.Created, null, null)],
            history.Select(change => (change.Kind, change.ActorId, change.Reason)));
        Assert.All(history, change => Assert.Equal([5UL], change.After!.Get<UserSettings>().Welcomers));
        Assert.Equal((null, null), ((await node.Log.GetHistoryAsync(2, Token).FirstAsync(Token)).ActorId, (await node.Log.GetHistoryAsync(2, Token).FirstAsync(Token)).Reason));
        Assert.All(await node.Log.GetHistoryAsync(3, Token).ToListAsync(Token), change => Assert.Empty((change.After ?? change.Before)!.Get<UserSettings>().Welcomers));
        Assert.Equal("a number", (await node.Log.GetHistoryAsync(4, Token).FirstAsync(Token)).Reason);
        Assert.Equal([(object?)1L, 4L], (await Store.QueryAsync(
            $"""SELECT DISTINCT guild_id FROM guild_config_change WHERE "after" LIKE '%{User}%' ORDER BY guild_id""")).Select(row => row[0]));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
        Assert.Equal(0, await Maintenance(node).EraseUserAsync(User, Token));
    }

    [Fact]
    public async Task EraseUserAsync_AlteredRow_IsStillReportedByVerification()
    {
        var node = await StartAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = User, Reason = "mine" }, Token);
        await node.IncrementAsync(1, Token);
        await Store.ExecuteAsync("UPDATE guild_config_change SET reason = 'forged' WHERE revision = 1");

        await Maintenance(node).EraseUserAsync(User, Token);

        Assert.Equal("The change with revision 1 was altered since it was written.", Assert.Single(await Maintenance(node).VerifyAsync(Token)));
        Assert.Null(await ActorAsync(1));
    }

    [Fact]
    public async Task EraseUserAsync_MoreChangesThanAPage_AreAllRewritten()
    {
        var node = await StartAsync();
        var context = new ChangeContext { ActorId = User, Reason = "mine" };
        await Task.WhenAll(Enumerable.Range(1, 250).Select(guild => node.Service.UpdateAsync((ulong)guild, e => e.Set(Welcomers(User)), context, Token)));

        Assert.Equal(250, await Maintenance(node).EraseUserAsync(User, Token));

        Assert.Equal(0, await Store.ScalarAsync<long>($"""SELECT count(*) FROM guild_config_change WHERE actor_id IS NOT NULL OR reason IS NOT NULL OR "after" LIKE '%{User}%'"""));
        Assert.Equal(0, await Store.ScalarAsync<long>($"SELECT count(*) FROM guild_config WHERE settings LIKE '%{User}%'"));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task AnyErasure_IdZeroOrInsideAUnitOfWork_IsRefused()
    {
        var node = await StartAsync();

        Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Maintenance(node).EraseGuildAsync(0, Token))).ParamName);
        Assert.Equal("userId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Maintenance(node).EraseUserAsync(0, Token))).ParamName);
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync((_, _) => Maintenance(node).EraseGuildAsync(1, Token), cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync((_, _) => Maintenance(node).EraseUserAsync(1, Token), cancellationToken: Token));
    }

    /// <summary>Gets an expression for one byte, in the engine's SQL.</summary>
    protected abstract string Bytes { get; }

    private static IGuildConfigMaintenance Maintenance(ContractNode node) => node.Get<IGuildConfigMaintenance>();

    private static UserSettings Welcomers(params ulong[] users) => new() { Welcomers = [.. users], Greeter = users[0] == User ? User : null, Channel = 7 };

    private static bool SetBackground(GuildConfigEditor editor)
    {
        editor.SetBackground("a.png", "image/png");
        return true;
    }

    private async Task<object?> ActorAsync(long revision) => (await Store.QueryAsync($"SELECT actor_id FROM guild_config_change WHERE revision = {revision}"))[0][0];

    private Task<ContractNode> StartAsync(Action<GuildConfigOptions>? configure = null)
        => Store.StartNodeAsync(configure, services => services.AddGuildConfig().AddSettings<CountingSettings>("counting").AddSettings<UserSettings>("users"));
}

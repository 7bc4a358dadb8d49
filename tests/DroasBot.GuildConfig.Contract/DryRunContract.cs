using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Dry runs: they do everything except store the result.</summary>
public abstract class DryRunContract : StoreContract
{
    private static readonly ChangeContext _dry = new() { DryRun = true, ActorId = 7 };

    [Fact]
    public async Task UpdateAsync_DryRun_ReturnsTheResultAndStoresNothing()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        var tried = await node.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 11;
                e.SetBackground("a.png", "image/png");
            },
            _dry,
            Token);
        var absent = await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 20, _dry, Token);

        Assert.Equal((11UL, "a.png", 1L), (tried.WelcomeChannelId, tried.Background!.FilePath, tried.Revision));
        Assert.Equal((20UL, 0L, false), (absent.WelcomeChannelId, absent.Revision, absent.Exists));
        await AssertUnchangedAsync(node);
    }

    [Fact]
    public async Task AnyCall_DryRun_StoresNothing()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 9, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        Assert.True(await node.Service.DeleteAsync(1, _dry, Token));
        Assert.False(await node.Service.DeleteAsync(2, _dry, Token));
        Assert.False((await node.Service.GetOrCreateAsync(2, _dry, Token)).Exists);
        Assert.Equal((9UL, 2L), ((await node.Log.RestoreAsync(1, 1, _dry, Token)).WelcomeChannelId, (await node.Log.RestoreAsync(1, 1, _dry, Token)).Revision));
        Assert.Equal(9UL, (await node.Log.UndoAsync(1, 2, _dry, Token)).WelcomeChannelId);
        Assert.Null((await node.Log.UndoAsync(1, 1, _dry, Token)).WelcomeChannelId);
        await node.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 12, token);
                Assert.Equal(12UL, (await transaction.GetAsync(1, token)).WelcomeChannelId);
                await transaction.DeleteAsync(1, token);
                await transaction.UpdateAsync(3, e => e.WelcomeChannelId = 13, token);
            },
            _dry,
            Token);

        await AssertUnchangedAsync(node, revision: 2);
    }

    [Fact]
    public async Task UpdateAsync_DryRunOfARefusedEdit_IsRefused()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 0, _dry, Token));
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, _dry with { ExpectedRevision = 7 }, Token));
        await Assert.ThrowsAsync<FormatException>(() => node.Service.TransactAsync((_, _) => throw new FormatException(), _dry, Token));
        await AssertUnchangedAsync(node);
    }

    [Fact]
    public async Task UpdateAsync_DryRunsAmongChanges_AffectNone()
    {
        var node = await Store.StartNodeAsync();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 300),
            Token,
            async (i, token) => await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, i % 3 == 0 ? _dry : null, token));

        var end = await node.Service.GetAsync(1, Token);
        Assert.Equal((200UL, 200L), (end.WelcomeChannelId, end.Revision));
        Assert.Equal(200, await node.Log.GetHistoryAsync(1, Token).CountAsync(Token));
    }

    private async Task AssertUnchangedAsync(ContractNode node, long revision = 1)
    {
        var current = await node.Service.GetAsync(1, Token);
        Assert.Equal((10UL, revision), (current.WelcomeChannelId, current.Revision));
        Assert.Equal(1, await node.Service.ListAsync(Token).CountAsync(Token));
        Assert.Equal(revision, await node.Log.GetHistoryAsync(1, Token).CountAsync(Token));
        Assert.Empty(await Store.QueryAsync("SELECT id FROM background_asset"));
        var next = await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 99, cancellationToken: Token);
        Assert.Equal(revision + 1, next.Revision);
    }
}

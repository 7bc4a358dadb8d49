using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Any change can be undone.</summary>
public abstract class UndoContract : StoreContract
{
    [Fact]
    public async Task UndoAsync_Update_RestoresThePreviousState()
    {
        var node = await Store.StartNodeAsync();
        var before = await node.Service.UpdateAsync(1, e => Edit(e, 10, "a.png"), cancellationToken: Token);
        var change = await node.Service.UpdateAsync(1, e => Edit(e, 11, "b.png"), cancellationToken: Token);

        var undone = await node.Log.UndoAsync(1, change.Revision, new ChangeContext { ActorId = 7, Reason = "again" }, Token);

        Assert.Equal((10UL, before.Background, 3L), (undone.WelcomeChannelId, undone.Background, undone.Revision));
        var newest = await node.Log.GetHistoryAsync(1, Token).FirstAsync(Token);
        Assert.Equal((GuildConfigChangeKind.Restored, 7UL, "again"), (newest.Kind, newest.ActorId, newest.Reason));
        Assert.Equal(["a.png"], (await Store.QueryAsync("SELECT file_path FROM background_asset")).Select(row => row[0]));
        Assert.Equal(10UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task UndoAsync_Creation_LeavesNoRow()
    {
        var node = await Store.StartNodeAsync();
        var created = await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        var undone = await node.Log.UndoAsync(1, created.Revision, cancellationToken: Token);

        Assert.False(undone.Exists);
        Assert.Empty(await Store.QueryAsync("SELECT guild_id FROM guild_config"));
        Assert.Null((await node.Log.GetHistoryAsync(1, Token).FirstAsync(Token)).After);
    }

    [Fact]
    public async Task UndoAsync_Deletion_BringsTheGuildBack()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(ulong.MaxValue, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        await node.Service.DeleteAsync(ulong.MaxValue, cancellationToken: Token);

        var undone = await node.Log.UndoAsync(ulong.MaxValue, 2, cancellationToken: Token);

        Assert.Equal((10UL, 3L), (undone.WelcomeChannelId, undone.Revision));
    }

    [Fact]
    public async Task UndoAsync_Undo_RedoesTheChange()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        var change = await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, cancellationToken: Token);
        var undone = await node.Log.UndoAsync(1, change.Revision, cancellationToken: Token);

        var redone = await node.Log.UndoAsync(1, undone.Revision, cancellationToken: Token);
        var same = await node.Log.UndoAsync(1, undone.Revision, cancellationToken: Token);

        Assert.Equal((11UL, 4L), (redone.WelcomeChannelId, redone.Revision));
        Assert.Equal(4, same.Revision);
    }

    [Fact]
    public async Task UndoAsync_NotAChangeOfThatGuild_IsRefused()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("revision", () => node.Log.UndoAsync(2, 1, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("revision", () => node.Log.UndoAsync(1, 9, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("revision", () => node.Log.UndoAsync(1, 0, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("guildId", () => node.Log.UndoAsync(0, 1, cancellationToken: Token));
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => node.Log.UndoAsync(1, 1, new ChangeContext { ExpectedRevision = 5 }, Token));
        Assert.Equal(1, (await node.Service.GetAsync(1, Token)).Revision);
    }

    [Fact]
    public async Task GetHistoryAsync_BeforeARevision_IsTheNextPage()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 0; i < 7; i++)
        {
            await node.IncrementAsync(1, Token);
            await node.IncrementAsync(2, Token);
        }

        var first = await node.Log.GetHistoryAsync(1, Token).Take(3).ToListAsync(Token);
        var second = await node.Log.GetHistoryAsync(1, first[^1].Revision, Token).Take(3).ToListAsync(Token);

        Assert.Equal([13L, 11, 9], first.Select(change => change.Revision));
        Assert.Equal([7L, 5, 3], second.Select(change => change.Revision));
        Assert.Equal([1L], await node.Log.GetHistoryAsync(1, 3, Token).Select(change => change.Revision).ToListAsync(Token));
        Assert.Empty(await node.Log.GetHistoryAsync(1, 1, Token).ToListAsync(Token));
        Assert.Throws<ArgumentOutOfRangeException>("beforeRevision", () => node.Log.GetHistoryAsync(1, 0, Token));
    }

    private static void Edit(GuildConfigEditor editor, ulong channel, string background)
    {
        editor.WelcomeChannelId = channel;
        editor.SetBackground(background, "image/png");
    }
}

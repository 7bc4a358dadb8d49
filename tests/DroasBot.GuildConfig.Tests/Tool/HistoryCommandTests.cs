using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

public sealed class HistoryCommandTests : ToolTests
{
    [Fact]
    public async Task History_SeveralChanges_ListsTheNewestFirstWithBeforeAndAfter()
    {
        await ChangeThreeTimesAsync();

        var all = await SucceedAsync("history", Guild);
        var newest = await SucceedAsync("history", Guild, "--limit", "1");

        Assert.Equal(7, all.Lines.Count);
        Assert.EndsWith($"Z  revision 3  Deleted  guild {Guild}", all.Lines[0], StringComparison.Ordinal);
        Assert.Equal("    welcomeChannelId: 12 -> none", all.Lines[1]);
        Assert.EndsWith($"Z  revision 2  Updated  guild {Guild}", all.Lines[2], StringComparison.Ordinal);
        Assert.Equal("    welcomeChannelId: 11 -> 12", all.Lines[3]);
        Assert.EndsWith($"Z  revision 1  Created  guild {Guild} by 7", all.Lines[4], StringComparison.Ordinal);
        Assert.Equal(["    \"a new hall\"", "    welcomeChannelId: none -> 11"], all.Lines.Skip(5));
        Assert.Equal(all.Lines.Take(2), newest.Lines);
        Assert.StartsWith("... and more; --limit shows them.", newest.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_Json_HasIdsAsStrings()
    {
        await ChangeThreeTimesAsync();

        var oldest = (await SucceedAsync("history", Guild, "--json")).Json[2];

        Assert.Equal("7", oldest.GetProperty("actorId").GetString());
        Assert.Equal("a new\nhall", oldest.GetProperty("reason").GetString());
        Assert.Equal("welcomeChannelId", oldest.GetProperty("differences")[0].GetProperty("path").GetString());
        Assert.Equal("11", oldest.GetProperty("differences")[0].GetProperty("after").GetString());
    }

    [Fact]
    public async Task Restore_EarlierRevision_IsANewChange()
    {
        await ChangeThreeTimesAsync();
        var unknown = (await RunAsync("restore", Guild, "9")).AssertFailed();
        var stale = (await RunAsync("restore", Guild, "1", "--expect", "5")).AssertFailed();

        var restored = await SucceedAsync("restore", Guild, "1", "--actor", "8", "--reason", "by mistake", "--expect", "0");

        Assert.Contains("has no such revision", unknown, StringComparison.Ordinal);
        Assert.Contains("is at revision 0, not at the expected revision 5.", stale, StringComparison.Ordinal);
        Assert.Equal([$"Guild {Guild}, revision 4:", "  welcomeChannelId: none -> 11"], restored.Lines);
        Assert.EndsWith($"revision 4  Restored  guild {Guild} by 8", (await SucceedAsync("history", Guild)).Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_ChangeInTheMiddle_AlsoUndoesLaterOnes()
    {
        await SucceedAsync("set-channel", Guild, "11");
        await SucceedAsync("settings", Guild, "zz.limit", "5");
        await SucceedAsync("set-background", Guild, "a.png", "image/png");

        var tried = await SucceedAsync("undo", Guild, "2", "--dry-run");
        var undone = await SucceedAsync("undo", Guild, "2");

        Assert.Equal([$"Guild {Guild}, revision 4:", "  background: a.png (image/png) -> none", "  zz: {\"limit\":5} -> null"], undone.Lines);
        Assert.Equal(undone.Lines.Skip(1), tried.Lines.Skip(1));
    }

    [Fact]
    public async Task History_GuildWithoutHistory_ReportsIt()
        => Assert.StartsWith("Guild 7 has no history.", (await SucceedAsync("history", "7")).Error, StringComparison.Ordinal);

    private async Task ChangeThreeTimesAsync()
    {
        await SucceedAsync("set-channel", Guild, "11", "--actor", "7", "--reason", "a new\nhall");
        await SucceedAsync("set-channel", Guild, "12");
        await SucceedAsync("delete", Guild);
    }
}

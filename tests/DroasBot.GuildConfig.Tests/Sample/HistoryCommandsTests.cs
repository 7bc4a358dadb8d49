using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

public sealed class HistoryCommandsTests : IDisposable
{
    private const string Guild = "1034567890123456789";

    private readonly SampleProgram _sample = new() { HasDatabase = true, SharesProcess = true };

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task History_SeveralChanges_ListsTheNewestFirst()
    {
        await ChangeThreeTimesAsync();

        var all = (await _sample.RunAsync("history", Guild)).AssertSucceeded().OutputLines;
        var newest = (await _sample.RunAsync("history", Guild, "--limit", "1")).AssertSucceeded().OutputLines;

        Assert.Equal(3, all.Count);
        Assert.EndsWith($"revision 3  Deleted  guild {Guild}: channel 12 -> none", all[0], StringComparison.Ordinal);
        Assert.EndsWith($"revision 2  Updated  guild {Guild}: channel 11 -> 12", all[1], StringComparison.Ordinal);
        Assert.EndsWith($"revision 1  Created  guild {Guild} by 7 \"a new hall\": channel none -> 11", all[2], StringComparison.Ordinal);
        Assert.Equal([all[0], "... and more; --limit shows them."], newest);
    }

    [Fact]
    public async Task Restore_EarlierRevision_IsANewChange()
    {
        await ChangeThreeTimesAsync();
        var unknown = (await _sample.RunAsync("restore", Guild, "9")).AssertFailed();
        var stale = (await _sample.RunAsync("restore", Guild, "1", "--expect", "5")).AssertFailed();

        var restored = (await _sample.RunAsync("restore", Guild, "1", "--actor", "8", "--reason", "by mistake", "--expect", "0")).AssertSucceeded();

        Assert.Contains("has no such revision", unknown, StringComparison.Ordinal);
        Assert.Contains("is at revision 0, not at the expected revision 5.", stale, StringComparison.Ordinal);
        Assert.Contains("channel     11", restored.OutputLines);
        Assert.Contains("revision    4", restored.OutputLines);
        Assert.EndsWith(
            $"revision 4  Restored  guild {Guild} by 8 \"by mistake\": channel none -> 11",
            (await _sample.RunAsync("history", Guild)).OutputLines[0],
            StringComparison.Ordinal);
    }

    private async Task ChangeThreeTimesAsync()
    {
        (await _sample.RunAsync("set-channel", Guild, "11", "--actor", "7", "--reason", "a new\nhall")).AssertSucceeded();
        (await _sample.RunAsync("set-channel", Guild, "12")).AssertSucceeded();
        (await _sample.RunAsync("delete", Guild)).AssertSucceeded();
    }
}

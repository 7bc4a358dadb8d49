using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Commands that run until they are cancelled.</summary>
public sealed class WatchCommandTests : ToolTests
{
    [Fact]
    public async Task Watch_ChangesOfOthers_AreShownLive()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var lines = new LineLog();
        var watch = Tool.GoOnAsync(lines, cancellation.Token, "watch");
        await lines.ReadUntilAsync("Watching changes", Token).InTime();

        await SucceedAsync("set-channel", Guild, "11", "--actor", "7", "--reason", "a new\nhall");
        Assert.Matches($@"\A\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  revision 1  Created  guild {Guild} by 7\z", await lines.ReadUntilAsync("revision", Token).InTime());
        Assert.Equal("    \"a new hall\"", await lines.ReadUntilAsync("hall", Token).InTime());
        Assert.Equal("    welcomeChannelId: none -> 11", await lines.ReadUntilAsync(":", Token).InTime());
        await SucceedAsync("refresh", "--every-node");
        Assert.EndsWith("revision 2  Refreshed  all guilds", await lines.ReadUntilAsync("revision", Token).InTime(), StringComparison.Ordinal);
        await cancellation.CancelAsync();

        Assert.Equal(0, await watch.InTime());
    }

    [Fact]
    public async Task HealthWatch_DatabaseRemovedAndRestored_ReportsBoth()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not rename an open file.");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var lines = new LineLog();
        await SucceedAsync("set-channel", Guild, "11");
        var watch = Tool.GoOnAsync(lines, cancellation.Token, "health", "--watch");
        await lines.ReadUntilAsync(" s  Healthy", Token).InTime();

        File.Move(Tool.Database, Tool.PathOf("away.db"));
        var unplugged = await lines.ReadUntilAsync(" s  Unhealthy", Token).InTime();
        File.Move(Tool.PathOf("away.db"), Tool.Database);
        var plugged = await lines.ReadUntilAsync(" s  Healthy", Token).InTime();
        await cancellation.CancelAsync();

        Assert.Contains(Tool.Database, unplugged, StringComparison.Ordinal);
        Assert.EndsWith("answered, 0 failed)", plugged, StringComparison.Ordinal);
        Assert.Equal(0, await watch.InTime());
    }
}

using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

public sealed class WatchCommandTests : IDisposable
{
    private const string Guild = "1034567890123456789";

    private readonly SampleProgram _sample = new() { SharesProcess = true };

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Watch_ChangesOfAnotherProcess_AreShownAsTheyCome()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using var watch = _sample.Start("watch");
        Assert.StartsWith("Watching changes", await watch.ReadLineAsync(), StringComparison.Ordinal);

        (await _sample.RunAsync("set-channel", Guild, "11", "--actor", "7", "--reason", "a new\nhall")).AssertSucceeded();
        Assert.Matches($@"\A\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  revision 1  Created  guild {Guild} by 7 ""a new hall"": channel none -> 11\z", await watch.ReadLineAsync());

        (await _sample.RunAsync("settings", Guild, "welcome.message", "hello")).AssertSucceeded();
        Assert.EndsWith($"revision 2  Updated  guild {Guild}: welcome.message \"Welcome!\" -> \"hello\"", await watch.ReadLineAsync(), StringComparison.Ordinal);

        (await _sample.RunAsync("set-background", Guild, "hall.png", "image/png")).AssertSucceeded();
        Assert.EndsWith($"revision 3  Updated  guild {Guild}: background none -> hall.png (image/png)", await watch.ReadLineAsync(), StringComparison.Ordinal);

        (await _sample.RunAsync("refresh", "--every-node")).AssertSucceeded();
        Assert.Contains("revision 4  Refreshed  all guilds: caches load again", await watch.ReadLineAsync(), StringComparison.Ordinal);

        await watch.AskToStopAsync();
        Assert.Equal(5, (await watch.EndAsync()).AssertSucceeded().OutputLines.Count);
    }

    [Fact]
    public async Task Refresh_EveryNodeAndOneGuild_FailsWithOneLine()
        => Assert.StartsWith("--every-node is about all guilds", (await _sample.RunAsync("refresh", Guild, "--every-node")).AssertFailed(exitCode: 2), StringComparison.Ordinal);
}

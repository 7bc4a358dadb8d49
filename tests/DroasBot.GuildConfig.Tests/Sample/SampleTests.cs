using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>The sample is what a newcomer runs first, so it is run here as they run it.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Guild = "1034567890123456789";
    private const string Channel = "1034567890123999999";

    private static readonly string[] _shortRun = ["--guilds", "2000", "--seconds", "2"];

    private readonly SampleProgram _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Run_NewDatabase_SeedsAndEndsWithTheFiguresInPlainText()
    {
        var outcome = await _sample.RunAsync(_shortRun);

        outcome.AssertSucceeded();
        Assert.Contains("Seeded 2,000 guilds", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Preloading: 2,000 of 2,000 guilds", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("A first run", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("joined: defaults stored as revision", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("reconciled: the bot is in 1,999 stored guilds; 1 have left meanwhile, 0 have returned", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("is unavailable: an outage, so nothing is done", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("has invited the bot again: all is as it was", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nguilds +2,00\d", outcome.Output);
        Assert.Matches(@"\nhit rate +100.00 %", outcome.Output);
        Assert.Matches(@"\nmemory +\d+\.\d MB of 100 MB", outcome.Output);
        Assert.Matches(@"mentioned, [1-9][0-9,]* shown an image\)", outcome.Output);
        Assert.Matches(@"\nreads per second +\d", outcome.Output);
        Assert.Matches(@"\nread p50 +\d+ ns +#+", outcome.Output);
        Assert.Matches(@"\nread p99\.9 +\d", outcome.Output);
        Assert.DoesNotContain('\e', outcome.Output);
        Assert.DoesNotContain('\r', outcome.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Run_AgainOnTheSameDatabase_SaysWhatSurvived()
    {
        await _sample.RunAsync(_shortRun);
        var home = (await _sample.RunAsync("list", "--limit", "1")).OutputLines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var outcome = await _sample.RunAsync(_shortRun);

        outcome.AssertSucceeded();
        Assert.DoesNotContain("Seeded", outcome.Output, StringComparison.Ordinal);
        var survived = Assert.Single(outcome.OutputLines, line => line.StartsWith("Survived from the last run: ", StringComparison.Ordinal));
        Assert.Contains($"guild {home[0]} with channel {home[1]}, background {string.Join(' ', home[3..])}, revision {home[2]},", survived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StoppedWhileItOpensTheDatabase_EndsInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");

        await using var run = _sample.Start("--guilds", "200000");
        await run.ReadLineAsync();
        await run.AskToStopAsync();
        var outcome = await run.EndAsync();

        Assert.Equal(130, outcome.ExitCode);
        Assert.Equal("Interrupted.", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public async Task Commands_ChangesOfOneGuild_AreShownByLaterRuns()
    {
        (await _sample.RunAsync("set-channel", Guild, Channel, "--actor", "1034567890123000001", "--reason", "a new hall")).AssertSucceeded();
        (await _sample.RunAsync("set-background", Guild, "welcome/hall.png", "image/png")).AssertSucceeded();
        var set = await _sample.RunAsync("show", Guild);
        Assert.Contains($"channel     {Channel}", set.OutputLines);
        Assert.Contains("background  welcome/hall.png (image/png)", set.OutputLines);
        Assert.Contains("revision    2", set.OutputLines);

        (await _sample.RunAsync("clear-background", Guild)).AssertSucceeded();
        (await _sample.RunAsync("set-channel", Guild, "none", "--expect", "3")).AssertSucceeded();
        var cleared = await _sample.RunAsync("refresh", Guild);
        Assert.Contains("channel     none", cleared.OutputLines);
        Assert.Contains("background  none", cleared.OutputLines);
        Assert.Contains("revision    4", cleared.OutputLines);

        Assert.Equal($"Deleted the configuration of guild {Guild}.", Assert.Single((await _sample.RunAsync("delete", Guild)).OutputLines));
        Assert.Contains("revision    0 (nothing stored: these are the defaults)", (await _sample.RunAsync("show", Guild)).OutputLines);
        Assert.StartsWith($"Guild {Guild} had no configuration", Assert.Single((await _sample.RunAsync("delete", Guild)).OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OverAllGuilds_CountThem()
    {
        (await _sample.RunAsync("set-channel", Guild, Channel, "--database", "other.db")).AssertSucceeded();
        (await _sample.RunAsync("set-channel", "18446744073709551615", Channel, "--database", "other.db")).AssertSucceeded();

        var list = await _sample.RunAsync("list", "--limit", "1", "--database", "other.db");
        var stats = await _sample.RunAsync("stats", "--database", "other.db");
        var refresh = await _sample.RunAsync("refresh", "--database", "other.db");

        Assert.Equal(3, list.OutputLines.Count);
        Assert.StartsWith(Guild, list.OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("... and more", list.OutputLines[2], StringComparison.Ordinal);
        Assert.StartsWith("guilds loaded   2 in", stats.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("Loaded 2 guilds.", Assert.Single(refresh.OutputLines));
        Assert.False(File.Exists(_sample.PathOf("guild-config-sample.db")));
    }

    [Theory]
    [InlineData("'abc' is not a guild id.", "show", "abc")]
    [InlineData("0 is not a snowflake.", "show", "0")]
    [InlineData("Required argument missing for command: 'show'.", "show")]
    [InlineData("Unrecognized command or argument 'nonsense'.", "nonsense")]
    [InlineData("'here' is not a channel id or 'none'.", "set-channel", Guild, "here")]
    [InlineData("'image/gif' is not a media type for a background", "set-background", Guild, "hall.gif", "image/gif")]
    [InlineData("'../hall.png'", "set-background", Guild, "../hall.png", "image/png")]
    [InlineData("is at revision 0, not at the expected revision 7.", "set-channel", Guild, Channel, "--expect", "7")]
    [InlineData("'0' is not a number from 1 to", "list", "--limit", "0")]
    public async Task Commands_BadInput_FailWithOneLine(string expected, params string[] arguments)
    {
        using var sample = new SampleProgram { SharesProcess = true };
        var outcome = await sample.RunAsync(arguments);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(expected, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Commands_DatabaseThatIsADirectory_FailWithOneLine()
    {
        Directory.CreateDirectory(_sample.PathOf("folder"));

        var outcome = await _sample.RunAsync("show", Guild, "--database", "folder");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("folder' is a directory", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_FileThatIsNotADatabase_FailWithOneLineAndLeaveItAlone()
    {
        const string text = "This is a letter, and a long one at that, but by no means a database of SQLite.";
        await File.WriteAllTextAsync(_sample.PathOf("letter.db"), text, TestContext.Current.CancellationToken);

        var outcome = await _sample.RunAsync("--database", "letter.db", "--seconds", "1");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("letter.db", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_sample.PathOf("letter.db"), TestContext.Current.CancellationToken));
    }
}

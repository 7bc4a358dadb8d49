using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Tests that need a process: signals, pipes, terminals.</summary>
public sealed class ToolProcessTests : ToolTests
{
    private const string NoScript = "The program 'script' of util-linux, which makes a terminal, is not there.";

    private static bool HasScript => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    private string[] Database => ["--database", Tool.Database];

    [Fact]
    public async Task Watch_ChangesOfAnotherProcess_AreShownLiveUntilItIsStopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using var watch = ToolProcess.Start(["watch", .. Database, "--json"]);

        // The watch begins some time after the process starts: changes are made until then.
        var first = watch.ReadUntilAsync(static _ => true);
        for (var channel = 1; !first.IsCompleted; channel++)
        {
            await SucceedAsync("set-channel", Guild, $"{channel}", "--actor", "7", "--reason", "a new\nhall");
            await Task.WhenAny(first, Task.Delay(100, Token));
        }

        await SucceedAsync("set-background", Guild, "hall.png", "image/png");
        await SucceedAsync("refresh", "--every-node");
        if (OperatingSystem.IsLinux())
        {
            Assert.Single((await SucceedAsync("where", "--json")).Json[0].GetProperty("users").EnumerateArray());
            Assert.Contains((await SucceedAsync("where")).Lines, line => line.StartsWith("open in   dotnet DroasBot.GuildConfig.Tool.dll, process ", StringComparison.Ordinal));
        }

        await watch.AskToStopAsync();
        var rest = await watch.EndAsync();

        Assert.Contains("\"actorId\":\"7\",\"reason\":\"a new\\nhall\",\"differences\":[{\"path\":\"welcomeChannelId\",", await first, StringComparison.Ordinal);
        Assert.Equal((0, ""), (rest.ExitCode, rest.Error));
    }

    [Fact]
    public async Task ExportAndImport_ThroughAPipe_GiveTheSameBytes()
    {
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("settings", Guild, "zz.ü", "🎉");
        await SucceedAsync("init", "--database", Tool.PathOf("other.db"));

        var exported = await ToolProcess.RunAsync("", ["export", .. Database]);
        var imported = await ToolProcess.RunAsync(exported.Output, "import", "-", "--database", Tool.PathOf("other.db"), "--yes");

        Assert.Equal(["Imported: 1 created, 0 changed, 0 unchanged."], imported.AssertSucceeded().Lines);
        Assert.Equal(exported.Output, (await SucceedAsync("export", "--database", Tool.PathOf("other.db"))).Output);
        Assert.Contains("\"ü\":\"🎉\"", exported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_Redirected_HasNoControlSequence()
    {
        await SucceedAsync("set-channel", Guild, Channel);

        var history = await ToolProcess.RunAsync("", ["history", Guild, .. Database]);

        Assert.DoesNotContain('\e', history.AssertSucceeded().Output);
        Assert.Equal(2, history.Lines.Count);
    }

    [Theory]
    [InlineData("TERM=xterm", true)]
    [InlineData("TERM=xterm NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public async Task Output_TerminalOf60Columns_BreaksNoId(string environment, bool hasColours)
    {
        Assert.SkipUnless(HasScript, NoScript);
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("settings", Guild, "moderation.logChannelIdOfTheGuild", Channel);
        await SucceedAsync("settings", Guild, "moderation.logChannelIdOfTheGuild", "1034567890123999998");

        var history = await ToolProcess.RunInTerminalAsync(60, environment, keys: "", ["history", Guild, .. Database]);
        var list = await ToolProcess.RunInTerminalAsync(60, environment, keys: "", ["list", .. Database]);

        var lines = history.AssertSucceeded().Lines.Concat(list.AssertSucceeded().Lines).Select(WithoutStyles).ToList();
        Assert.Contains($"      - \"{Channel}\"", lines);
        Assert.Contains("      + \"1034567890123999998\"", lines);
        Assert.Contains($"{Guild}  {Channel}         3 none", lines);
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.Equal(hasColours, history.Output.Contains("\e[31m", StringComparison.Ordinal) || history.Output.Contains("\e[38;5;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("\n", 1)]
    public async Task Confirmation_AtATerminal_IsAsked(string keys, int exitCode)
    {
        Assert.SkipUnless(HasScript, NoScript);
        await SucceedAsync("set-channel", Guild, Channel);

        var outcome = await ToolProcess.RunInTerminalAsync(80, "TERM=xterm", keys, ["erase", "guild", Guild, .. Database]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains($"Erase guild {Guild} and its whole history for good? [y/N]", outcome.Output, StringComparison.Ordinal);
        Assert.Equal([exitCode == 0 ? "0" : "1"], Tool.Query("SELECT count(*) FROM guild_config"));
    }

    private static string WithoutStyles(string line) => TerminalsTests.WithoutStyles(line).TrimEnd();
}

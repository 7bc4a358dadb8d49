using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Settings of a bot whose assembly the tool loads.</summary>
public sealed class RegisteredSettingsTests : ToolTests
{
    [Fact]
    public async Task Settings_NothingSet_ShowsDefaultsWithoutAMark()
    {
        var outcome = (await BotAsync("settings", Guild)).AssertSucceeded();

        Assert.Equal($"guild {Guild}, revision 0; * differs from the default", outcome.Lines[0]);
        Assert.Contains("      \"warnLimit\": 3,  // Warnings", outcome.Lines);
        Assert.Contains("        \"color\": 16777215  // Colour", outcome.Lines);
        Assert.DoesNotContain(outcome.Lines, line => line.StartsWith('*'));
    }

    [Fact]
    public async Task Settings_Written_AreMarkedAndReadBackExactly()
    {
        await WriteAsync("moderation.logChannelId", "18446744073709551615", "--actor", "7", "--reason", "a log");
        await WriteAsync("moderation.moderators", "[9007199254740993, 18446744073709551615]");
        await WriteAsync("moderation.action", "kick");
        await WriteAsync("welcome.deleteAfter", "01:30:00");
        await WriteAsync("welcome.message", "@everyone, say hello");
        await WriteAsync("welcome.card.title", "5", "--expect", "5");

        var all = (await BotAsync("settings", Guild)).AssertSucceeded();
        Assert.Contains("*     \"logChannelId\": \"18446744073709551615\",", all.Output, StringComparison.Ordinal);
        Assert.Contains("*     \"moderators\": [\"9007199254740993\",\"18446744073709551615\"]", all.Output, StringComparison.Ordinal);
        Assert.Contains("*     \"action\": \"Kick\",", all.Output, StringComparison.Ordinal);
        Assert.Contains("      \"warnLimit\": 3,", all.Output, StringComparison.Ordinal);
        Assert.Contains("*     \"deleteAfter\": \"01:30:00\",", all.Output, StringComparison.Ordinal);
        Assert.Contains("*     \"message\": \"@everyone, say hello\",", all.Output, StringComparison.Ordinal);
        Assert.Contains("*       \"title\": \"5\",", all.Output, StringComparison.Ordinal);
        Assert.Contains("        \"color\": 16777215", all.Output, StringComparison.Ordinal);
        await AssertReadsAsync("\"18446744073709551615\"", "moderation.logChannelId");
        await AssertReadsAsync("{\"title\":\"5\",\"color\":16777215}", "welcome.card");
        Assert.Contains("settings    moderation, welcome", (await BotAsync("show", Guild)).Lines);
        Assert.Equal("    moderation.logChannelId: null -> \"18446744073709551615\"", (await BotAsync("history", Guild)).Lines[^1]);
    }

    [Fact]
    public async Task Settings_WholeSection_IsReplaced()
    {
        await WriteAsync("moderation.warnLimit", "7");

        await WriteAsync("moderation", """{ "action": "Kick" }""");

        await AssertReadsAsync("""{"logChannelId":null,"warnLimit":3,"action":"Kick","moderators":[]}""", "moderation");
    }

    [Fact]
    public async Task Settings_Reset_ReturnsTheDefaultsOfThatSection()
    {
        await WriteAsync("moderation.warnLimit", "7");
        await WriteAsync("welcome.mentionMember", "false");

        var reset = (await BotAsync("settings", Guild, "--reset", "moderation", "--reason", "too strict")).AssertSucceeded();

        Assert.Equal([$"Guild {Guild}, revision 3:", "  moderation.warnLimit: 7 -> 3"], reset.Lines);
        await AssertReadsAsync("false", "welcome.mentionMember");
        Assert.Equal("    \"too strict\"", (await BotAsync("history", Guild)).Lines[1]);
    }

    [Theory]
    [InlineData("There is no section 'nope'; there are moderation, welcome.", "nope")]
    [InlineData("'moderation' has no member 'warnlimit'; it has logChannelId, warnLimit, action, moderators.", "moderation.warnlimit", "5")]
    [InlineData("'welcome.card' has no member 'x'; it has title, color.", "welcome", """{"card":{"x":1}}""")]
    [InlineData("'moderation.warnLimit' has no members: it is a whole number from -2147483648 to 2147483647.", "moderation.warnLimit.x")]
    [InlineData("'moderation.warnLimit' takes a whole number from -2147483648 to 2147483647, not 'many'.", "moderation.warnLimit", "many")]
    [InlineData("takes a list in square brackets, each item a whole number from 0 to 18446744073709551615, not '5'.", "moderation.moderators", "5")]
    [InlineData("takes one of Mute, Kick, Ban, not 'Mute,Kick'.", "moderation.action", "Mute,Kick")]
    [InlineData("takes true or false, not 'yes'.", "welcome.mentionMember", "yes")]
    [InlineData("takes a duration, as in 01:30:00, or null, not 'soon'.", "welcome.deleteAfter", "soon")]
    public async Task Settings_WrongPathOrType_FailWithOneLine(string expected, params string[] words)
    {
        var outcome = await BotAsync(["settings", Guild, .. words]);

        Assert.Contains(expected, outcome.AssertFailed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_RefusedChanges_WriteNothing()
    {
        var invalid = (await BotAsync("settings", Guild, "moderation", """{"warnLimit":0,"action":"Ban"}""")).AssertFailed();
        var stale = (await BotAsync("settings", Guild, "moderation.warnLimit", "5", "--expect", "7")).AssertFailed();
        (await BotAsync("settings", Guild, "moderation.warnLimit", "many")).AssertFailed();

        Assert.Contains("moderation.warnLimit: ", invalid, StringComparison.Ordinal);
        Assert.Contains("moderation.action: banning members", invalid, StringComparison.Ordinal);
        Assert.Contains("is at revision 0, not at the expected revision 7.", stale, StringComparison.Ordinal);
        Assert.Equal(["0"], Tool.Query("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task Settings_UnreadableSection_IsFixedByReplacingIt()
    {
        await WriteAsync("moderation.warnLimit", "7");
        Tool.Query("""UPDATE guild_config SET settings = '{"moderation":{"warnLimit":"many"}}'""");

        Assert.StartsWith(
            $"The settings 'moderation' of guild {Guild} cannot be read.",
            (await BotAsync("settings", Guild, "moderation.action", "Kick")).AssertFailed(),
            StringComparison.Ordinal);
        Assert.Contains("settings    moderation", (await BotAsync("show", Guild)).AssertSucceeded().Lines);
        await WriteAsync("moderation", """{"warnLimit":4}""");
        await AssertReadsAsync("4", "moderation.warnLimit");
    }

    private async Task WriteAsync(params string[] words) => (await BotAsync(["settings", Guild, .. words])).AssertSucceeded();

    private async Task AssertReadsAsync(string expected, string path)
        => Assert.Equal(expected, Assert.Single((await BotAsync("settings", Guild, path)).AssertSucceeded().Lines));

    [Fact]
    public async Task Assembly_Unusable_FailsWithOneLine()
    {
        await File.WriteAllTextAsync(Tool.PathOf("letter.dll"), "no assembly", Token);
        var without = typeof(GuildConfigCommands).Assembly.Location;

        Assert.Contains("cannot be loaded", (await RunAsync("settings", Guild, "--assembly", Tool.PathOf("letter.dll"))).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("There is no assembly", (await RunAsync("settings", Guild, "--assembly", Tool.PathOf("none.dll"))).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("has no static method that takes an IGuildConfigBuilder", (await RunAsync("settings", Guild, "--assembly", without)).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("has no method 'Nope' to register settings. Name one with --register: ", (await BotAsync("settings", Guild, "--register", "Nope")).AssertFailed(2), StringComparison.Ordinal);
    }

    private Task<ToolOutcome> BotAsync(params string[] words) => RunAsync([.. words, "--assembly", ToolRun.BotAssembly]);
}

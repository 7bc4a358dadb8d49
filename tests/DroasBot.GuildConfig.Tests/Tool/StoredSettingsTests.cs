using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Settings of a bot that the tool does not know.</summary>
public sealed class StoredSettingsTests : ToolTests
{
    private const string Stored = """{ "mod" : {"log":"18446744073709551615","limit":1.50e0,"words":["a","b"],"deep":{"on":true}} ,"other":{ "x" : 1 }}""";

    [Fact]
    public async Task Settings_Shown_AreTheStoredOnes()
    {
        await StoreAsync(Stored);

        var all = await SucceedAsync("settings", Guild);

        Assert.Contains("*     \"log\": \"18446744073709551615\",", all.Lines);
        Assert.Contains("*     \"words\": [\"a\",\"b\"],", all.Lines);
        Assert.Equal(["1.50e0"], (await SucceedAsync("settings", Guild, "mod.limit")).Lines);
        Assert.Equal(["\"b\""], (await SucceedAsync("settings", Guild, "mod.words.1")).Lines);
        Assert.Equal("18446744073709551615", (await SucceedAsync("settings", Guild, "mod.log", "--json")).Json[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("mod.log", "7", "\"7\"")]
    [InlineData("mod.limit", "7", "7")]
    [InlineData("mod.deep.on", "false", "false")]
    [InlineData("mod.words.1", "5", "\"5\"")]
    [InlineData("mod.words.-", "c", "[\"a\",\"b\",\"c\"]", "mod.words")]
    [InlineData("mod.new", "1034567890123456789", "\"1034567890123456789\"")]
    [InlineData("mod.new", "@everyone, hello", "\"@everyone, hello\"")]
    [InlineData("mod.new", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("mod.log", "null", "null")]
    [InlineData("mod.new", "Grüße 🎉🎉", "\"Grüße 🎉🎉\"")]
    [InlineData("mod.new", "\\ud83c\\udf89", "\"\\\\ud83c\\\\udf89\"")]
    [InlineData("mod.new.inner.most", "1", "{\"inner\":{\"most\":1}}", "mod.new")]
    [InlineData("fresh.limit", "3", "3")]
    [InlineData("fresh", """{"limit":3}""", "3", "fresh.limit")]
    [InlineData("mod.with\\.dot", "1", "1")]
    public async Task Settings_Written_KeepTheirKindAndTouchNoOtherSection(string path, string typed, string expected, string? read = null)
    {
        await StoreAsync(Stored);

        await SucceedAsync("settings", Guild, path, typed, "--actor", "7", "--reason", "why");

        Assert.Equal([expected], (await SucceedAsync("settings", Guild, read ?? path)).Lines);
        Assert.Contains("""{ "x" : 1 }""", Assert.Single(Tool.Query("SELECT settings FROM guild_config")), StringComparison.Ordinal);
        Assert.Contains("by 7", (await SucceedAsync("history", Guild)).Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mod.log", "mod", """{"limit":1.50e0,"words":["a","b"],"deep":{"on":true}}""")]
    [InlineData("mod.words.0", "mod.words", "[\"b\"]")]
    [InlineData("mod.deep.on", "mod.deep", "{}")]
    public async Task Settings_Reset_AreRemoved(string path, string read, string expected)
    {
        await StoreAsync(Stored);

        await SucceedAsync("settings", Guild, "--reset", path);

        Assert.Equal([expected], (await SucceedAsync("settings", Guild, read)).Lines);
    }

    [Theory]
    [InlineData("has nothing stored at 'nope'. It has the sections: mod, other.", "nope")]
    [InlineData("has nothing stored at 'mod.nope'.", "mod.nope")]
    [InlineData("has nothing stored at 'mod.words.2'.", "mod.words.2")]
    [InlineData("has nothing stored at 'nope'.", "--reset", "nope")]
    [InlineData("There is no place 'mod.words.7'", "mod.words.7", "x")]
    [InlineData("A section must be a JSON object, which '5' is not.", "mod", "5")]
    [InlineData("--reset takes the path itself", "mod", "--reset", "mod")]
    [InlineData("--actor, --reason, --expect and --dry-run apply only to a change", "mod", "--reason", "curious")]
    public async Task Settings_Invalid_FailWithOneLineAndWriteNothing(string expected, params string[] words)
    {
        await StoreAsync(Stored);

        Assert.Contains(expected, (await RunAsync(["settings", Guild, .. words])).AssertFailed(exitCode: 2), StringComparison.Ordinal);
        Assert.Equal([Stored], Tool.Query("SELECT settings FROM guild_config"));
    }

    [Fact]
    public async Task Settings_DamagedText_AreShownAndEditedWithoutLosingIt()
    {
        await StoreAsync("no JSON");

        Assert.Contains("$damaged", (await SucceedAsync("settings", Guild)).Output, StringComparison.Ordinal);
        await SucceedAsync("settings", Guild, "mod.limit", "5");
        Assert.Contains("no JSON", Assert.Single(Tool.Query("SELECT settings FROM guild_config")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_OfTheBot_LabelsAndChecksStoredSettings()
    {
        var schema = await SucceedAsync("schema", "--assembly", ToolRun.BotAssembly);
        await File.WriteAllTextAsync(Tool.PathOf("bot.schema.json"), schema.Output, Token);
        string[] options = ["--schema", Tool.PathOf("bot.schema.json")];
        await SucceedAsync(["settings", Guild, "moderation.warnLimit", "5", .. options]);

        var shown = await SucceedAsync(["settings", Guild, .. options]);
        var invalid = (await RunAsync(["settings", Guild, "moderation.warnLimit", "500", .. options])).AssertFailed();
        var unknown = (await RunAsync(["settings", Guild, "nope.x", "1", .. options])).AssertFailed(2);

        Assert.Contains("*     \"warnLimit\": 5  // Warnings", shown.Lines);
        Assert.Contains("moderation.warnLimit: ", invalid, StringComparison.Ordinal);
        Assert.StartsWith("The schema has no section 'nope'. It has: ", unknown, StringComparison.Ordinal);
        Assert.Equal(["5"], (await SucceedAsync("settings", Guild, "moderation.warnLimit")).Lines);
    }

    [Theory]
    [InlineData("{}", "is not a settings schema")]
    [InlineData("{", "cannot be read")]
    public async Task Schema_Invalid_FailsWithOneLine(string text, string expected)
    {
        await File.WriteAllTextAsync(Tool.PathOf("bad.json"), text, Token);

        Assert.Contains(expected, (await RunAsync("settings", Guild, "--schema", Tool.PathOf("bad.json"))).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("cannot be read", (await RunAsync("settings", Guild, "--schema", Tool.PathOf("none.json"))).AssertFailed(2), StringComparison.Ordinal);
    }

    private async Task StoreAsync(string settings)
    {
        await SucceedAsync("set-channel", Guild, Channel);
        Tool.Query($"UPDATE guild_config SET settings = '{settings}'");
    }
}

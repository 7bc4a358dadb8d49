using DroasBot.GuildConfig.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Guilds out of one database and into another, from the command line.</summary>
public sealed class TransferCommandsTests : IDisposable
{
    private const string Other = "other.db";

    /// <summary>As an export writes them: every kind of guild, and settings that no host here knows.</summary>
    private static readonly string _lines = string.Join('\n',
    [
        """{"guildId":"1","settings":{}}""",
        """{"guildId":"2","welcomeChannelId":"18446744073709551615","settings":{}}""",
        """{"guildId":"3","background":{"filePath":"événement/a b.png","mediaType":"image/png"},"settings":{}}""",
        """{"guildId":"1034567890123456789","welcomeChannelId":"7","background":{"filePath":"a.jpg","mediaType":"image/jpeg"},"settings":{ "zz-b" : {"x":1.50e0,"ü":"\u00fc🎉"} ,"zz-a":[ ]}}""",
        """{"guildId":"9223372036854775808","settings":" {\r\n \"zz-text\": \"\\\"\" }"}""",
        """{"guildId":"18446744073709551615","settings":{"zz-deep":[[[[{"a":{"b":{}}}]]]]}}""",
        "",
    ]);

    private readonly SampleProgram _sample = new() { HasDatabase = true, SharesProcess = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task ExportAndImport_ImagesInTheDatabase_GoAlongAsFiles()
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(_sample.PathOf("hall.png"), Pictures.Png(1, 640, 480), token);
        (await _sample.RunAsync("set-background", "5", "hall.png")).AssertSucceeded();
        (await _sample.RunAsync("set-background", "6", "hall.png")).AssertSucceeded();
        var page = await _sample.RunAsync("set-background", "7", "guild-config-sample.db");

        var export = await _sample.RunAsync("export", "guilds.jsonl");
        var tried = await _sample.RunAsync("import", "guilds.jsonl", "--database", "other.db", "--dry-run");
        var imported = await _sample.RunAsync("import", "guilds.jsonl", "--database", "other.db");
        var again = await _sample.RunAsync("export", "again.jsonl", "--database", "other.db");
        File.Delete(Directory.GetFiles(_sample.PathOf("guilds.jsonl.images"))[0]);
        var lacking = await _sample.RunAsync("import", "guilds.jsonl", "--database", "third.db");

        Assert.Contains("The background image is no image that is known here", Assert.Single(page.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("Exported 2 guilds to guilds.jsonl, and 1 images to guilds.jsonl.images.", Assert.Single(export.OutputLines));
        Assert.Contains("background none -> image ", tried.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("Imported: 2 created", Assert.Single(imported.OutputLines), StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(_sample.PathOf("guilds.jsonl"), token), await File.ReadAllBytesAsync(_sample.PathOf("again.jsonl"), token));
        Assert.Equal(Pictures.Png(1, 640, 480), await File.ReadAllBytesAsync(Directory.GetFiles(_sample.PathOf("again.jsonl.images")).Single(), token));
        Assert.Contains("The database has no image", Assert.Single(lacking.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAndImport_EveryKindOfGuild_GiveTheSameBytes()
    {
        await WriteAsync("first.jsonl", _lines);
        var imported = await _sample.RunAsync("import", "first.jsonl", "--actor", "77", "--reason", "a new home");
        Assert.Equal(("Imported: 6 created, 0 changed, 0 unchanged.", ""), (Assert.Single(imported.OutputLines), imported.Error));
        var exported = await _sample.RunAsync("export", "second.jsonl");
        Assert.Equal("Exported 6 guilds to second.jsonl.", Assert.Single(exported.OutputLines));
        Assert.Equal(_lines, await ReadAsync("second.jsonl"));

        var printed = await _sample.RunAsync("export");
        var piped = await _sample.RunWithInputAsync(printed.Output, "import", "-", "--database", Other);
        var again = await _sample.RunAsync("import", "second.jsonl", "--database", Other);

        Assert.Equal((_lines, ""), (printed.Output, printed.Error));
        Assert.Equal("Imported: 6 created, 0 changed, 0 unchanged.", Assert.Single(piped.OutputLines));
        Assert.Equal("Imported: 0 created, 0 changed, 6 unchanged.", Assert.Single(again.OutputLines));
        Assert.Equal(_lines, (await _sample.RunAsync("export", "--database", Other)).Output);
        Assert.Equal(["6"], await _sample.QueryAsync(Other, "SELECT revision FROM guild_config_clock"));
        Assert.Equal(["77 a new home"], await _sample.QueryAsync("guild-config-sample.db", "SELECT DISTINCT actor_id || ' ' || reason FROM guild_config_change"));
        Assert.Equal("No problems found.", Assert.Single((await _sample.RunAsync("verify", "--database", Other)).OutputLines));
    }

    [Fact]
    public async Task ExportAndImport_SeededDatabase_GiveTheSameBytes()
    {
        await _sample.RunAsync("--guilds", "2000", "--seconds", "1");
        await _sample.RunAsync("export", "first.jsonl");

        var imported = await _sample.RunAsync("import", "first.jsonl", "--database", Other);
        await _sample.RunAsync("export", "second.jsonl", "--database", Other);

        Assert.Equal("", imported.Error);
        Assert.Equal(await ReadAsync("first.jsonl"), await ReadAsync("second.jsonl"));
        Assert.True((await ReadAsync("second.jsonl")).Count(c => c == '\n') >= 2000);
    }

    [Fact]
    public async Task Import_OverOtherGuilds_ChangesThoseInTheFileAndLeavesTheRest()
    {
        await WriteAsync("all.jsonl", _lines);
        await _sample.RunAsync("import", "all.jsonl");
        await WriteAsync("some.jsonl", """
            {"guildId":"2","settings":{"zz-new":1}}
            {"guildId":"3","welcomeChannelId":null,"background":{"filePath":"b.png","mediaType":"image/png"}}

            {"guildId":"1034567890123456789","welcomeChannelId":"7","background":{"filePath":"a.jpg","mediaType":"image/jpeg"},"settings":{ "zz-b" : {"x":1.50e0,"ü":"\u00fc🎉"} ,"zz-a":[ ]}}
            {"guildId":"1","settings":{}}
            {"guildId":"4","welcomeChannelId":"5"}
            {"guildId":"5"}
            """);

        var dry = await _sample.RunAsync("import", "some.jsonl", "--dry-run");
        Assert.Equal(["6"], await _sample.QueryAsync("guild-config-sample.db", "SELECT revision FROM guild_config_clock"));
        var imported = await _sample.RunAsync("import", "some.jsonl");

        Assert.Equal(
            [
                "change     2                     channel 18446744073709551615 -> none; settings zz-new",
                "change     3                     background événement/a b.png (image/png) -> b.png (image/png)",
                "unchanged  1034567890123456789",
                "unchanged  1",
                "create     4                     channel none -> 5",
                "create     5",
                "Nothing was written. An import would end with 2 created, 2 changed, 2 unchanged.",
            ],
            dry.OutputLines);
        Assert.Equal("Imported: 2 created, 2 changed, 2 unchanged.", Assert.Single(imported.OutputLines));
        var lines = (await _sample.RunAsync("export")).OutputLines;
        Assert.Equal(8, lines.Count);
        Assert.Contains("""{"guildId":"2","settings":{"zz-new":1}}""", lines);
        Assert.Contains("""{"guildId":"3","background":{"filePath":"b.png","mediaType":"image/png"},"settings":{}}""", lines);
        Assert.Contains("""{"guildId":"18446744073709551615","settings":{"zz-deep":[[[[{"a":{"b":{}}}]]]]}}""", lines);
    }

    [Fact]
    public async Task Import_Map_ReplacesChannelsAndNoOtherNumber()
    {
        const string old = "18446744073709551614";
        await WriteAsync("old.jsonl", $$$"""
            {"guildId":"{{{old}}}","welcomeChannelId":"{{{old}}}","settings":{ "zz" : [{{{old}}}],"moderation":{"logChannelId": {{{old}}},"moderators":["{{{old}}}"] } } }
            {"guildId":"2","welcomeChannelId":"2","settings":{"moderation":{"logChannelId":"1","warnLimit":2} }}
            """);

        var imported = await _sample.RunAsync("import", "old.jsonl", "--map", $"{old}=5", "--map", "1=2", "--map", "2=1");
        var again = await _sample.RunAsync("import", "old.jsonl", "--map", $"{old}=5", "--map", "1=2", "--map", "2=1");

        Assert.Equal("", imported.Error);
        Assert.Equal(
            [
                """{"guildId":"2","welcomeChannelId":"1","settings":{"moderation":{"logChannelId":"2","warnLimit":2} }}""",
                $$$"""{"guildId":"{{{old}}}","welcomeChannelId":"5","settings":{ "zz" : [{{{old}}}],"moderation":{"logChannelId": "5","moderators":["{{{old}}}"] } }}""",
            ],
            (await _sample.RunAsync("export")).OutputLines);
        Assert.Contains("2 unchanged", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Line 2: It is not JSON.", "{\"guildId\":")]
    [InlineData("Line 2: [1] is no JSON object.", "[1]")]
    [InlineData("Line 2: 'guildId' is missing.", "{}")]
    [InlineData("Line 2: 'guildId' is 7, which is no id", "{\"guildId\":7}")]
    [InlineData("Line 2: 'guildId' is \"0\", which is no id", "{\"guildId\":\"0\"}")]
    [InlineData("Line 2: 'welcomeChannelId' is \"18446744073709551616\", which is no id", "{\"guildId\":\"7\",\"welcomeChannelId\":\"18446744073709551616\"}")]
    [InlineData("Line 2: 'welcomeChanelId' is not a member", "{\"guildId\":\"7\",\"welcomeChanelId\":\"1\"}")]
    [InlineData("Line 2: 'guildId' is there twice.", "{\"guildId\":\"7\",\"guildId\":\"8\"}")]
    [InlineData("Line 2: Guild 1 is on an earlier line already.", "{\"guildId\":\"1\"}")]
    [InlineData("Line 2: 'mediaType' is missing.", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"a.png\"}}")]
    [InlineData("Line 2, guild 7: The background path '../a.png'", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"../a.png\",\"mediaType\":\"image/png\"}}")]
    [InlineData("Line 2, guild 7: 'image/gif' is not a media type", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"a.gif\",\"mediaType\":\"image/gif\"}}")]
    [InlineData("Line 2: 'settings' is neither an object nor the text of one.", "{\"guildId\":\"7\",\"settings\":[]}")]
    [InlineData("Line 2, guild 7: The settings of guild 7 cannot be read.", "{\"guildId\":\"7\",\"settings\":\"damaged\"}")]
    [InlineData("Line 2, guild 7: The settings of guild 7 cannot be read. It has the member 'a' twice.", "{\"guildId\":\"7\",\"settings\":{\"a\":1,\"a\":2}}")]
    public async Task Import_LineThatWillNotDo_IsNamedAndNothingWritten(string expected, string line, params string[] options)
    {
        await WriteAsync("bad.jsonl", $$"""
            {"guildId":"1","welcomeChannelId":"5"}
            {{line}}
            {"guildId":"9"}
            """);

        var outcome = await _sample.RunAsync(["import", "bad.jsonl", .. options]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(expected, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(["0"], await _sample.QueryAsync("guild-config-sample.db", "SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task Import_BadLineBehindWholeUnitsOfWork_WritesNoneOfThem()
    {
        var good = Enumerable.Range(1, 450).Select(guild => $$"""{"guildId":"{{guild}}","welcomeChannelId":"5"}""");
        await WriteAsync("bad.jsonl", string.Join('\n', [.. good, """{"guildId":"1000","background":{"filePath":"/a.png","mediaType":"image/png"}}"""]));

        var outcome = await _sample.RunAsync("import", "bad.jsonl");

        Assert.StartsWith("Line 451, guild 1000: The background path '/a.png'", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["0"], await _sample.QueryAsync("guild-config-sample.db", "SELECT revision FROM guild_config_clock"));
    }

    [Theory]
    [InlineData("'1:2' is not a pair of channel ids", "import", "any.jsonl", "--map", "1:2")]
    [InlineData("'0=2' is not a pair of channel ids", "import", "any.jsonl", "--map", "0=2")]
    [InlineData("The channel 1 is mapped twice.", "import", "any.jsonl", "--map", "1=2", "--map", "1=3")]
    [InlineData("any.jsonl'", "import", "any.jsonl")]
    [InlineData("guild-config-sample.db' already exists", "export", "guild-config-sample.db")]
    public async Task Commands_BadInput_FailWithOneLine(string expected, params string[] arguments)
    {
        var outcome = await _sample.RunAsync(arguments);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(expected, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Import_FileThatIsNotText_IsRefused()
    {
        await File.WriteAllBytesAsync(_sample.PathOf("bad.jsonl"), [(byte)'{', 0xff, 0xfe, (byte)'}'], Token);

        var outcome = await _sample.RunAsync("import", "bad.jsonl");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is not UTF-8 text", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(_sample.PathOf(file), text, Token);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(_sample.PathOf(file), Token);
}

using DroasBot.GuildConfig.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Moving guilds from one database to another.</summary>
public sealed class TransferCommandTests : ToolTests
{
    /// <summary>Lines as an export writes them: every kind of guild, and settings that no host here knows.</summary>
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

    private string Other => Tool.PathOf("other.db");

    private string Lines => Tool.PathOf("guilds.jsonl");

    [Fact]
    public async Task ExportAndImport_ImagesInTheDatabase_AreTransferredAsFiles()
    {
        await File.WriteAllBytesAsync(Tool.PathOf("hall.png"), Pictures.Png(1, 640, 480), Token);
        await SucceedAsync("set-background", "5", Tool.PathOf("hall.png"));
        await SucceedAsync("set-background", "6", Tool.PathOf("hall.png"));
        await SucceedAsync("init", "--database", Other);
        await SucceedAsync("init", "--database", Tool.PathOf("third.db"));

        var export = await SucceedAsync("export", Lines);
        var tried = await SucceedAsync("import", Lines, "--database", Other, "--dry-run");
        var imported = await SucceedAsync("import", Lines, "--database", Other, "--yes");
        await SucceedAsync("export", Tool.PathOf("again.jsonl"), "--database", Other);
        File.Delete(Assert.Single(Directory.GetFiles(Lines + ".images")));
        var lacking = (await RunAsync("import", Lines, "--database", Tool.PathOf("third.db"), "--yes")).AssertFailed();

        Assert.Equal([$"Exported 2 guilds to {Lines}, and 1 images to {Lines}.images."], export.Lines);
        Assert.Equal("create     5", tried.Lines[0]);
        Assert.StartsWith("    background: none -> image ", tried.Lines[1], StringComparison.Ordinal);
        Assert.Equal(["Imported: 2 created, 0 changed, 0 unchanged."], imported.Lines);
        Assert.Equal(await File.ReadAllBytesAsync(Lines, Token), await File.ReadAllBytesAsync(Tool.PathOf("again.jsonl"), Token));
        Assert.Equal(Pictures.Png(1, 640, 480), await File.ReadAllBytesAsync(Directory.GetFiles(Tool.PathOf("again.jsonl.images")).Single(), Token));
        Assert.Contains("The database has no image", lacking, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAndImport_EveryKindOfGuild_GiveTheSameBytes()
    {
        await WriteAsync(_lines);
        await SucceedAsync("init", "--database", Other);

        var unasked = (await RunAsync("import", Lines)).AssertFailed(exitCode: 2);
        var imported = await SucceedAsync("import", Lines, "--actor", "77", "--reason", "a new home", "--yes");
        await SucceedAsync("export", Tool.PathOf("second.jsonl"));
        var printed = await SucceedAsync("export");
        await SucceedAsync("import", Tool.PathOf("second.jsonl"), "--database", Other, "--yes");
        var again = await SucceedAsync("import", Tool.PathOf("second.jsonl"), "--database", Other);

        Assert.Contains("6 created, 0 changed, 0 unchanged? There is no terminal to confirm on: add --yes. Nothing was done.", unasked, StringComparison.Ordinal);
        Assert.Equal(["Imported: 6 created, 0 changed, 0 unchanged."], imported.Lines);
        Assert.Equal(["Unchanged: 0 created, 0 changed, 6 unchanged."], again.Lines);
        Assert.Equal(_lines, await File.ReadAllTextAsync(Tool.PathOf("second.jsonl"), Token));
        Assert.Equal((_lines, ""), (printed.Output, printed.Error));
        Assert.Equal(_lines, (await SucceedAsync("export", "--database", Other)).Output);
        Assert.Equal(["6"], Tool.Query("SELECT revision FROM guild_config_clock", Other));
        Assert.Equal(["77 a new home"], Tool.Query("SELECT DISTINCT actor_id || ' ' || reason FROM guild_config_change"));
        await SucceedAsync("verify", "--database", Other);
    }

    [Fact]
    public async Task Import_OverOtherGuilds_ChangesOnlyThoseInTheFile()
    {
        await WriteAsync(_lines);
        await SucceedAsync("import", Lines, "--yes");
        await WriteAsync("""
            {"guildId":"2","settings":{"zz-new":1}}
            {"guildId":"3","welcomeChannelId":null,"background":{"filePath":"b.png","mediaType":"image/png"}}

            {"guildId":"1034567890123456789","welcomeChannelId":"7","background":{"filePath":"a.jpg","mediaType":"image/jpeg"},"settings":{ "zz-b" : {"x":1.50e0,"ü":"\u00fc🎉"} ,"zz-a":[ ]}}
            {"guildId":"1","settings":{}}
            {"guildId":"4","welcomeChannelId":"5"}
            {"guildId":"5"}
            """);

        var dry = await SucceedAsync("import", Lines, "--dry-run");
        Assert.Equal(["6"], Tool.Query("SELECT revision FROM guild_config_clock"));
        var imported = await SucceedAsync("import", Lines, "--yes");

        Assert.Equal(
            [
                "change     2",
                "    welcomeChannelId: 18446744073709551615 -> none",
                "    zz-new: null -> 1",
                "change     3",
                "    background: événement/a b.png (image/png) -> b.png (image/png)",
                "unchanged  1034567890123456789",
                "unchanged  1",
                "create     4",
                "    welcomeChannelId: none -> 5",
                "create     5",
                "Nothing was written. An import would end with 2 created, 2 changed, 2 unchanged.",
            ],
            dry.Lines);
        Assert.Equal(["Imported: 2 created, 2 changed, 2 unchanged."], imported.Lines);
        var lines = (await SucceedAsync("export")).Lines;
        Assert.Equal(8, lines.Count);
        Assert.Contains("""{"guildId":"2","settings":{"zz-new":1}}""", lines);
        Assert.Contains("""{"guildId":"3","background":{"filePath":"b.png","mediaType":"image/png"},"settings":{}}""", lines);
        Assert.Contains("""{"guildId":"18446744073709551615","settings":{"zz-deep":[[[[{"a":{"b":{}}}]]]]}}""", lines);
    }

    [Fact]
    public async Task Import_Map_ReplacesChannelsAndNoOtherNumber()
    {
        const string old = "18446744073709551614";
        await WriteAsync($$$"""
            {"guildId":"{{{old}}}","welcomeChannelId":"{{{old}}}","settings":{ "moderation":{"logChannelId": {{{old}}},"moderators":["{{{old}}}"] } } }
            {"guildId":"2","welcomeChannelId":"2","settings":{"moderation":{"logChannelId":"1","warnLimit":2} }}
            """);
        string[] import = ["import", Lines, "--map", $"{old}=5", "--map", "1=2", "--map", "2=1", "--yes"];

        var unknown = (await RunAsync(import)).AssertFailed();
        await SucceedAsync([.. import, "--assembly", ToolRun.BotAssembly]);
        var again = await SucceedAsync([.. import, "--assembly", ToolRun.BotAssembly]);

        Assert.Contains("--map cannot find the channels in the settings moderation", unknown, StringComparison.Ordinal);
        Assert.Equal(
            [
                """{"guildId":"2","welcomeChannelId":"1","settings":{"moderation":{"logChannelId":"2","warnLimit":2} }}""",
                $$$"""{"guildId":"{{{old}}}","welcomeChannelId":"5","settings":{ "moderation":{"logChannelId": "5","moderators":["{{{old}}}"] } }}""",
            ],
            (await SucceedAsync("export")).Lines);
        Assert.Contains("2 unchanged", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Line 2: It is not JSON.", "{\"guildId\":")]
    [InlineData("Line 2: [1] is not a JSON object.", "[1]")]
    [InlineData("Line 2: 'guildId' is missing.", "{}")]
    [InlineData("Line 2: 'guildId' is 7, which is not an id", "{\"guildId\":7}")]
    [InlineData("Line 2: 'guildId' is \"0\", which is not an id", "{\"guildId\":\"0\"}")]
    [InlineData("Line 2: 'welcomeChannelId' is \"18446744073709551616\", which is not an id", "{\"guildId\":\"7\",\"welcomeChannelId\":\"18446744073709551616\"}")]
    [InlineData("Line 2: 'welcomeChanelId' is not a member", "{\"guildId\":\"7\",\"welcomeChanelId\":\"1\"}")]
    [InlineData("Line 2: 'guildId' is duplicated.", "{\"guildId\":\"7\",\"guildId\":\"8\"}")]
    [InlineData("Line 2: Guild 1 is already on an earlier line.", "{\"guildId\":\"1\"}")]
    [InlineData("Line 2: 'mediaType' is missing.", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"a.png\"}}")]
    [InlineData("Line 2, guild 7: The background path '../a.png'", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"../a.png\",\"mediaType\":\"image/png\"}}")]
    [InlineData("Line 2, guild 7: 'image/gif' is not a media type", "{\"guildId\":\"7\",\"background\":{\"filePath\":\"a.gif\",\"mediaType\":\"image/gif\"}}")]
    [InlineData("Line 2: 'settings' is neither an object nor the text of one.", "{\"guildId\":\"7\",\"settings\":[]}")]
    [InlineData("Line 2, guild 7: The settings of guild 7 cannot be read.", "{\"guildId\":\"7\",\"settings\":\"damaged\"}")]
    [InlineData("Line 2, guild 7: The settings of guild 7 cannot be read. It has the member 'a' twice.", "{\"guildId\":\"7\",\"settings\":{\"a\":1,\"a\":2}}")]
    public async Task Import_InvalidLine_IsNamedAndNothingWritten(string expected, string line)
    {
        await WriteAsync($$"""
            {"guildId":"1","welcomeChannelId":"5"}
            {{line}}
            {"guildId":"9"}
            """);

        var error = (await RunAsync("import", Lines, "--yes")).AssertFailed();

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Equal(["0"], Tool.Query("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task Import_BadLineAfterWholeUnitsOfWork_WritesNoneOfThem()
    {
        var good = Enumerable.Range(1, 450).Select(guild => $$"""{"guildId":"{{guild}}","welcomeChannelId":"5"}""");
        await WriteAsync(string.Join('\n', [.. good, """{"guildId":"1000","background":{"filePath":"/a.png","mediaType":"image/png"}}"""]));

        var error = (await RunAsync("import", Lines, "--yes")).AssertFailed();

        Assert.StartsWith("Line 451, guild 1000: The background path '/a.png'", error, StringComparison.Ordinal);
        Assert.Equal(["0"], Tool.Query("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task Transfer_UnusableFiles_AreRefused()
    {
        await File.WriteAllBytesAsync(Lines, [(byte)'{', 0xff, 0xfe, (byte)'}'], Token);

        Assert.Contains("is not UTF-8 text", (await RunAsync("import", Lines)).AssertFailed(), StringComparison.Ordinal);
        Assert.Contains("already exists", (await RunAsync("export", Lines)).AssertFailed(), StringComparison.Ordinal);
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Lines, text, Token);
}

using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Finds the guilds that have a value, and those that differ from a file.</summary>
public sealed class SearchCommandTests : ToolTests
{
    [Theory]
    [InlineData("1034567890123999999", "welcomeChannelId", "mod.log", "mod.list.1")]
    [InlineData("103456789012399999")]
    [InlineData("5", "mod.limit")]
    [InlineData("hello", "mod.text")]
    [InlineData("HALL.png", "background")]
    [InlineData("true", "mod.on")]
    public async Task Grep_Value_IsFoundWhereverItIsStored(string value, params string[] paths)
    {
        await StoreAsync();

        var found = await RunAsync("grep", value, "--json");

        Assert.Equal(paths, found.Json.Select(entry => entry.GetProperty("path").GetString()));
        Assert.Equal(paths.Length == 0 ? 1 : 0, found.ExitCode);
    }

    [Fact]
    public async Task Grep_Options_NarrowTheSearch()
    {
        await StoreAsync();

        Assert.Equal([$"{Guild}  mod.log: {Channel}", $"{Guild}  mod.list.1: {Channel}"], (await SucceedAsync("grep", Channel, "--path", "mod")).Lines);
        Assert.Equal(1, (await RunAsync("grep", "hello", "--exact")).ExitCode);
        Assert.Single((await SucceedAsync("grep", "Hello, all", "--exact")).Lines);
        Assert.StartsWith("No guild has it.", (await RunAsync("grep", "5", "--path", "mod.lim")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_Backup_ShowsDifferingGuildsByPathAndLeavesItUnchanged()
    {
        var copy = Tool.PathOf("copy.db");
        await StoreAsync();
        await SucceedAsync("set-channel", "1", "5");
        await SucceedAsync("set-channel", "2", "5");
        await SucceedAsync("backup", copy);
        var bytes = await File.ReadAllBytesAsync(copy, Token);
        var same = await SucceedAsync("diff", copy);
        await SucceedAsync("settings", Guild, "mod.limit", "6");
        await SucceedAsync("delete", "1");
        await SucceedAsync("set-channel", "3", "5");

        var differs = await RunAsync("diff", copy);
        var one = await RunAsync("diff", copy, "--guild", "3", "--json");

        Assert.Equal(("", "No guild differs."), (same.Output, same.Error.TrimEnd()));
        Assert.Equal(
            [
                "guild 1: in the file only", "    welcomeChannelId: 5 -> none",
                "guild 3: in the database only", "    welcomeChannelId: none -> 5",
                $"guild {Guild}", "    mod.limit: 5 -> 6",
            ],
            differs.Lines);
        Assert.Equal((1, "Guilds that differ: 3."), (differs.ExitCode, differs.Error.TrimEnd()));
        Assert.Equal("database", Assert.Single(one.Json).GetProperty("in").GetString());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(copy, Token));
        Assert.Equal(["bot.db", "copy.db"], Directory.GetFiles(Path.GetDirectoryName(copy)!).Select(Path.GetFileName).Order());
    }

    /// <summary>Its newest changes are only in its log.</summary>
    [Fact]
    public async Task Diff_DatabaseInUse_ReadsItsLog()
    {
        await SucceedAsync("set-channel", "1", "5");
        var other = "Data Source=" + Tool.PathOf("other.db");
        await using var bot = new ServiceCollection().AddGuildConfig(other).Services.BuildServiceProvider();
        await bot.GetRequiredService<IGuildConfigService>().UpdateAsync(1, guild => guild.WelcomeChannelId = 6, cancellationToken: Token);

        Assert.Equal(["guild 1", "    welcomeChannelId: 6 -> 5"], (await RunAsync("diff", Tool.PathOf("other.db"))).Lines);
    }

    [Fact]
    public async Task Diff_Export_ComparesWithItsLines()
    {
        await StoreAsync();
        await SucceedAsync("export", Tool.PathOf("guilds.jsonl"));
        await SucceedAsync("diff", Tool.PathOf("guilds.jsonl"));
        await SucceedAsync("set-channel", Guild, "7");

        var differs = await RunAsync("diff", Tool.PathOf("guilds.jsonl"));
        await File.WriteAllTextAsync(Tool.PathOf("unsorted.jsonl"), """
            {"guildId":"9"}
            {"guildId":"8"}
            """, Token);
        var unsorted = await RunAsync("diff", Tool.PathOf("unsorted.jsonl"));

        Assert.Equal([$"guild {Guild}", $"    welcomeChannelId: {Channel} -> 7"], differs.Lines);
        Assert.Contains("comes after a larger id", unsorted.Error, StringComparison.Ordinal);
    }

    private async Task StoreAsync()
    {
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("set-background", Guild, "rooms/hall.png", "image/png");
        await SucceedAsync("settings", Guild, "mod", $$"""{"log":"{{Channel}}","limit":5,"text":"Hello, all","on":true,"list":["15",{{Channel}}]}""");
    }
}

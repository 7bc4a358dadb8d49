using DroasBot.GuildConfig.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Showing guilds, and changing channel and background.</summary>
public sealed class GuildCommandTests : ToolTests
{
    [Fact]
    public async Task Changes_OfOneGuild_AreShownByPath()
    {
        var set = await SucceedAsync("set-channel", Guild, Channel, "--actor", "1034567890123000001", "--reason", "a new hall");
        var background = await SucceedAsync("set-background", Guild, "welcome/hall.png", "image/png");
        var shown = await SucceedAsync("show", Guild);
        var cleared = await SucceedAsync("clear-background", Guild);
        var none = await SucceedAsync("set-channel", Guild, "none", "--expect", "3");

        Assert.Equal([$"Guild {Guild}, revision 1:", $"  welcomeChannelId: none -> {Channel}"], set.Lines);
        Assert.Equal([$"Guild {Guild}, revision 2:", "  background: none -> welcome/hall.png (image/png)"], background.Lines);
        Assert.Contains($"channel     {Channel}", shown.Lines);
        Assert.Contains("background  welcome/hall.png (image/png)", shown.Lines);
        Assert.Contains("revision    2", shown.Lines);
        Assert.Equal([$"Guild {Guild}, revision 3:", "  background: welcome/hall.png (image/png) -> none"], cleared.Lines);
        Assert.Equal([$"Guild {Guild}, revision 4:", $"  welcomeChannelId: {Channel} -> none"], none.Lines);
        Assert.Contains("revision    4", (await SucceedAsync("refresh", Guild)).Lines);
    }

    [Fact]
    public async Task Change_ToTheCurrentValue_SaysUnchangedAndWritesNothing()
    {
        await SucceedAsync("set-channel", Guild, Channel);

        Assert.Equal([$"Guild {Guild}, revision 1: unchanged."], (await SucceedAsync("set-channel", Guild, Channel)).Lines);
        Assert.Equal([$"Guild {Guild}, revision 1: unchanged."], (await SucceedAsync("clear-background", Guild)).Lines);
        Assert.Equal(["Guild 7, revision 0: unchanged."], (await SucceedAsync("delete", "7")).Lines);
        Assert.Equal(["1"], Tool.Query("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task Change_DryRun_ShowsItAndWritesNothing()
    {
        var tried = await SucceedAsync("set-channel", Guild, Channel, "--dry-run");
        var json = (await SucceedAsync("set-channel", Guild, Channel, "--dry-run", "--json")).Json[0];

        Assert.Equal([$"Guild {Guild} would change (nothing was written):", $"  welcomeChannelId: none -> {Channel}"], tried.Lines);
        Assert.False(json.GetProperty("changed").GetBoolean());
        Assert.Equal(Channel, json.GetProperty("differences")[0].GetProperty("after").GetString());
        Assert.Equal(["0"], Tool.Query("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task Delete_GuildWithValues_IsUndoneFromTheHistory()
    {
        await SucceedAsync("set-channel", Guild, Channel);

        Assert.Equal([$"Guild {Guild} has nothing stored now:", $"  welcomeChannelId: {Channel} -> none"], (await SucceedAsync("delete", Guild)).Lines);
        Assert.Contains("revision    0 (nothing stored: these are the defaults)", (await SucceedAsync("show", Guild)).Lines);
        Assert.Equal([$"Guild {Guild}, revision 3:", $"  welcomeChannelId: none -> {Channel}"], (await SucceedAsync("undo", Guild, "2")).Lines);
    }

    [Fact]
    public async Task List_MoreThanTheLimit_ContinuesAfterAnId()
    {
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("set-channel", "18446744073709551615", Channel);

        var first = await SucceedAsync("list", "--limit", "1");
        var next = await SucceedAsync("list", "--after", Guild, "--json");

        Assert.StartsWith("guild ", first.Lines[0], StringComparison.Ordinal);
        Assert.Equal($"{Guild}  {Channel}         1 none", Assert.Single(first.Lines.Skip(1)));
        Assert.StartsWith("... and more", first.Error, StringComparison.Ordinal);
        Assert.Equal("18446744073709551615", Assert.Single(next.Json).GetProperty("guildId").GetString());
    }

    [Fact]
    public async Task Show_Json_ContainsEverythingStored()
    {
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("set-background", Guild, "a.png", "image/png");
        await SucceedAsync("settings", Guild, "zz", """{"id":"18446744073709551615"}""");

        var guild = Assert.Single((await SucceedAsync("show", Guild, "--json")).Json);

        Assert.Equal(Guild, guild.GetProperty("guildId").GetString());
        Assert.Equal(3, guild.GetProperty("revision").GetInt64());
        Assert.Equal(Channel, guild.GetProperty("welcomeChannelId").GetString());
        Assert.Equal("a.png", guild.GetProperty("background").GetProperty("filePath").GetString());
        Assert.Equal("18446744073709551615", guild.GetProperty("settings").GetProperty("zz").GetProperty("id").GetString());
    }

    [Fact]
    public async Task SetBackground_ImageFile_IsStoredInTheDatabase()
    {
        await File.WriteAllBytesAsync(Tool.PathOf("hall.png"), Pictures.Png(1, 640, 480), Token);

        var set = await SucceedAsync("set-background", Guild, Tool.PathOf("hall.png"));

        Assert.Matches(@"^  background: none -> image [0-9a-f]{12} \(image/png\)$", set.Lines[1]);
        Assert.Contains("not a known image format", (await RunAsync("set-background", Guild, Tool.Database)).AssertFailed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_AndRefresh_CountAllGuilds()
    {
        await SucceedAsync("set-channel", "1", Channel);
        await SucceedAsync("set-channel", "2", Channel);

        Assert.StartsWith("guilds loaded   2 in", (await SucceedAsync("stats")).Lines[0], StringComparison.Ordinal);
        Assert.Equal(["Loaded 2 guilds."], (await SucceedAsync("refresh")).Lines);
        Assert.Equal(2, (await SucceedAsync("stats", "--json")).Json[0].GetProperty("cached").GetInt64());
    }
}

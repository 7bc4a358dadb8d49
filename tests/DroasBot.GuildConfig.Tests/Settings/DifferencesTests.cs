using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class DifferencesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Differences_OfEachChange_AreReportedByPath()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<EverySettings>("every"));
        await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.Edit<EverySettings>(every => every with { WarnLimit = 7, Rule = every.Rule with { Threshold = 4 }, Staff = [1] });
                e.SetBackground("a.png", "image/png");
            },
            cancellationToken: Token);
        await host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson("""{"foreign":{"x":1},"every":{"staff":["1","2"]}}"""), cancellationToken: Token);
        await host.Service.DeleteAsync(1, cancellationToken: Token);

        var changes = await host.Get<IGuildConfigChangeLog>().GetHistoryAsync(1, Token).Select(Text).ToListAsync(Token);

        Assert.Equal(
            [
                """welcomeChannelId "5" -> null; background {"filePath":"a.png","mediaType":"image/png"} -> null; every.staff ["1","2"] -> []; foreign {"x":1} -> null""",
                """every.warnLimit 7 -> 3; every.staff ["1"] -> ["1","2"]; every.rule.threshold 4 -> 2; foreign null -> {"x":1}""",
                """welcomeChannelId null -> "5"; background null -> {"filePath":"a.png","mediaType":"image/png"}; every.warnLimit 3 -> 7; every.staff [] -> ["1"]; every.rule.threshold 2 -> 4""",
            ],
            changes);
    }

    [Theory]
    [InlineData("""{"foreign":{"x":1}}""", """{"foreign":{"y":2}}""", "foreign.x 1 -> null; foreign.y null -> 2")]
    [InlineData("""{"foreign":{"x":1,"x":2}}""", """{"foreign":{"x":1,"x":3}}""", """foreign "{\"x\":1,\"x\":2}" -> "{\"x\":1,\"x\":3}" """)]
    [InlineData("""{"every":{"warnLimit":"x"}}""", """{"every":{"warnLimit":"y"}}""", """every.warnLimit "x" -> "y" """)]
    [InlineData("""{"every":{}}""", "{}", "")]
    public void Find_UnregisteredOrUnreadableSections_AreComparedAsStored(string before, string after, string expected)
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));

        Assert.Equal(expected.TrimEnd(), Text(SettingsDifferences.Find(Snapshot(registry.Read(before)), Snapshot(registry.Read(after)))));
    }

    /// <summary>The history has the defaults of its time, so a change between two texts that are alike may be one.</summary>
    [Fact]
    public void Find_DefaultsOfAnotherTime_AreDifferences()
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));
        var then = registry.DefaultsText.Replace("\"warnLimit\":3", "\"warnLimit\":9", StringComparison.Ordinal);

        Assert.Equal("every.warnLimit 9 -> 3", Text(SettingsDifferences.Find(Snapshot(registry.Read("{}", then)), Snapshot(registry.Defaults))));
        Assert.Empty(SettingsDifferences.Find(Snapshot(registry.Read("{}", then)), null));
        Assert.Empty(SettingsDifferences.Find(null, null));
    }

    [Fact]
    public void Find_ImageInTheDatabase_IsShownByItsHash()
    {
        var image = new BackgroundAsset(Guid.CreateVersion7(), null, "image/png", DateTimeOffset.UnixEpoch, "5f");
        var settings = new SettingsRegistry().Defaults;

        Assert.Equal("""background null -> {"contentHash":"5f","mediaType":"image/png"}""", Text(SettingsDifferences.Find(null, new GuildConfigSnapshot(1, null, image, settings, 1, 2, 3))));
    }

    private static GuildConfigSnapshot Snapshot(GuildSettings settings) => new(1, null, null, settings, 1, 2, 3);

    private static string Text(IEnumerable<GuildConfigDifference> differences)
        => string.Join("; ", differences.Select(difference => $"{difference.Path} {Text(difference.Before)} -> {Text(difference.After)}"));

    private static string Text(GuildConfigChange change)
        => Text(change.Differences);

    private static string Text(JsonNode? node) => node?.ToJsonString(SettingsJsonOptions.Default) ?? "null";
}

using System.Text.Json.Nodes;
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

    private static string Text(GuildConfigChange change)
        => string.Join("; ", change.Differences.Select(difference => $"{difference.Path} {Text(difference.Before)} -> {Text(difference.After)}"));

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}

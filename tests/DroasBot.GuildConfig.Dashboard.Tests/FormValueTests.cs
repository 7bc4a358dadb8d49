using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Dashboard.Tests.Settings;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>Each kind of value in the form: typed, stored, shown, refused.</summary>
public sealed class FormValueTests(DashboardFixture dashboard, EverythingFixture everything) : IClassFixture<EverythingFixture>
{
    private const string LargeId = "9007199254740993";
    private const string LargestId = "18446744073709551615";

    private readonly ulong _guild = dashboard.NewGuild();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IGuildConfigService Configs => everything.Server.Configs;

    [Fact]
    public async Task Save_LargeIds_AreStoredExactly()
    {
        await using var administrator = await OpenAsync();

        await administrator.Field("Welcome channel").FillAsync(LargeId);
        await administrator.Field("Log channel").FillAsync(LargestId);
        await administrator.Button("Add to Moderators").ClickAsync();
        await administrator.Field("Moderators 1").FillAsync(LargeId);
        await administrator.Field("Large").FillAsync("-9007199254740993");
        await administrator.SaveAsync();
        await administrator.Page.ReloadAsync();

        await Expect(administrator.Field("Welcome channel")).ToHaveValueAsync(LargeId);
        await Expect(administrator.Field("Log channel")).ToHaveValueAsync(LargestId);
        await Expect(administrator.Field("Moderators 1")).ToHaveValueAsync(LargeId);
        await Expect(administrator.Field("Large")).ToHaveValueAsync("-9007199254740993");
        var stored = await Configs.GetAsync(_guild, Token);
        Assert.Equal((9007199254740993UL, ulong.MaxValue), (stored.WelcomeChannelId!.Value, stored.Get<ModerationSettings>().LogChannelId!.Value));
        Assert.Equal([9007199254740993UL], stored.Get<ModerationSettings>().Moderators);
        Assert.Equal(-9007199254740993, stored.Get<EverythingSettings>().Large);
    }

    [Fact]
    public async Task Save_EveryKindOfValue_IsStoredAndHasNoViolation()
    {
        await using var administrator = await OpenAsync();
        await administrator.Field("Tristate").SelectOptionAsync("No");
        await administrator.Field("Count").FillAsync("12");
        await administrator.Field("Factor").FillAsync("0.25");
        await administrator.Field("Nickname").FillAsync("Bot");
        await administrator.Field("Day").SelectOptionAsync("Friday");
        await administrator.Field("Pause").FillAsync("1.02:30:00");
        await administrator.Field("Ends").FillAsync("2031-02-03T04:05:06");
        await administrator.Field("Role").FillAsync(LargeId);
        await administrator.Button("Add to Words").ClickAsync();
        await administrator.Field("Words 1").FillAsync("first");
        await administrator.Button("Add to Words").ClickAsync();
        await administrator.Field("Words 2").FillAsync("second");
        await administrator.Button("Remove Words 1").ClickAsync();
        await administrator.Button("Add to Days").ClickAsync();
        await administrator.Field("Days 1").SelectOptionAsync("Sunday");
        await administrator.Field("Channels").FillAsync($$"""{ "logs": "{{LargestId}}" }""");
        await administrator.Field("Corners").FillAsync("""[{ "x": 1, "y": 2 }]""");
        await administrator.Field("X").FillAsync("3");
        await administrator.Field("Mention the member").UncheckAsync();
        await administrator.SaveAsync();

        var stored = await Configs.GetAsync(_guild, Token);
        AssertJson(
            $$"""
            {
              "tristate": false, "count": 12, "large": "1", "factor": 0.25, "nickname": "Bot", "day": "Friday", "pause": "1.02:30:00", "ends": "2031-02-03T04:05:06+00:00",
              "role": "{{LargeId}}", "words": ["second"], "days": ["Sunday"], "channels": { "logs": "{{LargestId}}" }, "corners": [{ "x": 1, "y": 2 }], "origin": { "x": 3, "y": 0 }
            }
            """,
            stored.Read(EverythingSettings.Section));
        Assert.False(stored.Get<WelcomeSettings>().MentionMember);
        administrator.AssertQuiet();
        await Accessibility.CheckAsync(administrator.Page, "everything");
    }

    [Fact]
    public async Task Save_EmptiedField_StoresNull()
    {
        await Configs.UpdateAsync(
            _guild,
            guild =>
            {
                guild.WelcomeChannelId = 7;
                guild.Set(new ModerationSettings { LogChannelId = 8 });
                guild.Set(new WelcomeSettings { DeleteAfter = TimeSpan.FromMinutes(1) });
                guild.WriteJson("everything.channels", JsonNode.Parse("""{ "a": "1", "b": "2" }"""));
            },
            cancellationToken: Token);
        await using var administrator = await OpenAsync();

        await administrator.Field("Welcome channel").ClearAsync();
        await administrator.Field("Log channel").ClearAsync();
        await administrator.Field("Delete after").ClearAsync();
        await administrator.Field("Channels").FillAsync("""{ "b": "2" }""");
        await administrator.SaveAsync();

        var stored = await Configs.GetAsync(_guild, Token);
        Assert.Null(stored.WelcomeChannelId);
        Assert.Null(stored.Get<ModerationSettings>().LogChannelId);
        Assert.Null(stored.Get<WelcomeSettings>().DeleteAfter);
        Assert.Equal(["b"], stored.Get<EverythingSettings>().Channels.Keys);
    }

    [Fact]
    public async Task Save_InvalidValues_AreNotSent()
    {
        (string Label, string Typed)[] faults =
        [
            ("Welcome channel", "18446744073709551616"), ("Log channel", "#general"), ("Warnings", "500"), ("Count", "many"), ("Delete after", "soon"), ("Channels", "{"),
            ("Nickname", "longer than is allowed"), ("Role", "0"),
        ];
        await using var administrator = await OpenAsync();
        foreach (var (label, typed) in faults)
        {
            await administrator.Field(label).FillAsync(typed);
        }

        await administrator.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(administrator.Heading($"{faults.Length} problems to fix")).ToBeVisibleAsync();
        foreach (var (label, _) in faults)
        {
            await Expect(administrator.Field(label)).ToHaveAttributeAsync("aria-invalid", "true");
        }

        Assert.False((await Configs.GetAsync(_guild, Token)).Exists);
        administrator.AssertQuiet();
    }

    private static void AssertJson(string expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), JsonSerializer.Serialize(actual));

    private async Task<Visitor> OpenAsync()
    {
        var administrator = await dashboard.VisitAsync(Visitor.Administrator, everything.Server);
        await administrator.OpenAsync(_guild);
        return administrator;
    }
}

using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>A user who may change only one section.</summary>
public sealed class ModeratorTests(DashboardFixture dashboard)
{
    private readonly ulong _guild = dashboard.NewGuild();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnSection_Changed_IsSavedAndTheRestIsDisabled()
    {
        await using var moderator = await OpenAsync();

        await Expect(moderator.Field("Message")).ToBeDisabledAsync();
        await Expect(moderator.Field("Welcome channel")).ToBeDisabledAsync();
        await Expect(moderator.Field("Another picture")).ToBeDisabledAsync();
        await moderator.Field("Warnings").FillAsync("4");
        await moderator.SaveAsync();

        Assert.Equal(4, (await dashboard.Server.Configs.GetAsync(_guild, Token)).Get<ModerationSettings>().WarnLimit);
        moderator.AssertQuiet();
    }

    /// <summary>Disabled fields are no protection: the server decides.</summary>
    [Fact]
    public async Task AnotherSection_EnabledByHand_IsRefused()
    {
        await using var moderator = await OpenAsync();
        await moderator.Page.EvaluateAsync("() => document.querySelectorAll('fieldset').forEach(fieldset => (fieldset.disabled = false))");

        await moderator.Field("Warnings").FillAsync("4");
        await moderator.Field("Message").FillAsync("Hello!");
        await moderator.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(moderator.Message).Not.ToBeEmptyAsync();
        await Expect(moderator.Field("Message")).ToHaveValueAsync("Hello!");
        Assert.False((await dashboard.Server.Configs.GetAsync(_guild, Token)).Exists);
        moderator.AssertNothingThrew();
    }

    private async Task<Visitor> OpenAsync()
    {
        var moderator = await dashboard.VisitAsync(Visitor.Moderator);
        await moderator.OpenAsync(_guild);
        return moderator;
    }
}

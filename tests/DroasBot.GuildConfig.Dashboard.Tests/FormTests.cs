using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class FormTests(DashboardFixture dashboard)
{
    private readonly ulong _guild = dashboard.NewGuild();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IGuildConfigService Configs => dashboard.Server.Configs;

    [Fact]
    public async Task Save_OneValue_SendsOnlyThatValueWithTheRevision()
    {
        var before = await Configs.UpdateAsync(_guild, guild => guild.WelcomeChannelId = 7, cancellationToken: Token);
        await using var administrator = await OpenAsync();

        await administrator.Field("Warnings").FillAsync("5");
        await administrator.Field("Reason (optional)").FillAsync("zu viele – 100 %");
        var request = await administrator.Page.RunAndWaitForRequestAsync(administrator.SaveAsync, request => request.Method == "PATCH");

        Assert.Equal("""{"settings":{"moderation":{"warnLimit":5}}}""", request.PostData);
        Assert.Equal($"\"{before.Revision}\"", await request.HeaderValueAsync("If-Match"));
        var after = await Configs.GetAsync(_guild, Token);
        Assert.Equal((5, 7UL), (after.Get<ModerationSettings>().WarnLimit, after.WelcomeChannelId!.Value));
        await Expect(administrator.History).ToContainTextAsync("“zu viele – 100 %”");
        administrator.AssertQuiet();
    }

    [Fact]
    public async Task Save_ValueThatTheServerRefuses_IsReportedAtTheFieldAndInASummary()
    {
        await using var administrator = await OpenAsync();

        await administrator.Field("Message").ClearAsync();
        await administrator.Field("Action").SelectOptionAsync("Ban");
        await administrator.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(administrator.Heading("3 problems to fix")).ToBeVisibleAsync();
        await Expect(administrator.Page.Locator(".summary")).ToBeFocusedAsync();
        await Expect(administrator.Page.Locator(".summary")).ToContainTextAsync("banning members requires a log channel");
        foreach (var label in (string[])["Message", "Action", "Log channel"])
        {
            await Expect(administrator.Field(label)).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await administrator.Page.Locator(".summary").GetByRole(AriaRole.Link, new() { NameString = "Message:" }).ClickAsync();
        await Expect(administrator.Field("Message")).ToBeFocusedAsync();
        Assert.False((await Configs.GetAsync(_guild, Token)).Exists);
        administrator.AssertNothingThrew();
    }

    [Fact]
    public async Task Leave_WithUnsavedChanges_AsksFirst()
    {
        await using var administrator = await OpenAsync();
        await administrator.Field("Warnings").FillAsync("9");

        await administrator.Page.GetByRole(AriaRole.Link, new() { Name = "All guilds" }).ClickAsync();
        await administrator.Dialog.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await Expect(administrator.Field("Warnings")).ToHaveValueAsync("9");

        await administrator.Page.GetByRole(AriaRole.Link, new() { Name = "All guilds" }).ClickAsync();
        await administrator.Dialog.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(administrator.Heading("Guilds")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Discard_UnsavedChanges_ShowsStoredValues()
    {
        await using var administrator = await OpenAsync();
        await administrator.Field("Warnings").FillAsync("9");

        await administrator.Button("Discard").ClickAsync();

        await Expect(administrator.Field("Warnings")).ToHaveValueAsync("3");
        await Expect(administrator.SaveBar).ToBeHiddenAsync();
    }

    private async Task<Visitor> OpenAsync()
    {
        var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.OpenAsync(_guild);
        return administrator;
    }
}

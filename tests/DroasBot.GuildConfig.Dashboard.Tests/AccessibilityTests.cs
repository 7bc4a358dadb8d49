using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Sample.StandIn;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>The rules of axe, in light and dark mode and on a phone; and keyboard-only use.</summary>
public sealed class AccessibilityTests(DashboardFixture dashboard)
{
    /// <summary>Gets the focused element, if its focus is not visible.</summary>
    private const string UnseenFocus =
        "() => document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none' ? null : document.activeElement.outerHTML.slice(0, 200)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryView_OfAnAdministrator_HasNoViolation()
    {
        var guild = dashboard.NewGuild();
        await dashboard.Server.Configs.UpdateAsync(guild, edit => edit.WelcomeChannelId = 1_034_567_890_123_456_789, new ChangeContext { Reason = "a new hall" }, Token);
        await using var visitor = await dashboard.VisitAloneAsync();

        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await Accessibility.CheckAsync(visitor.Page, "sign-in");

        await visitor.SignInAsync(Visitor.Administrator);
        await Expect(visitor.Page.Locator(".guilds a")).ToHaveCountAsync(24);
        await Accessibility.CheckAsync(visitor.Page, "list");

        await visitor.OpenAsync(guild);
        await visitor.Field("Another picture").SetInputFilesAsync(Images.Small);
        await visitor.Button("Use this picture").ClickAsync();
        await Expect(visitor.Page.GetByAltText("The current picture")).ToBeVisibleAsync();
        await visitor.Button("Add to Moderators").ClickAsync();
        await visitor.Field("Moderators 1").FillAsync("80351110224678912");
        await visitor.Field("Message").FillAsync("Hello!");
        await Accessibility.CheckAsync(visitor.Page, "guild");

        await dashboard.Server.Configs.UpdateAsync(guild, edit => edit.Set(new WelcomeSettings { Message = "Good morning!" }), cancellationToken: Token);
        await Expect(visitor.Page.GetByText("Somebody else has changed this to: Good morning!")).ToBeVisibleAsync();
        await visitor.Field("Warnings").FillAsync("many");
        await visitor.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visitor.Heading("One problem to fix")).ToBeVisibleAsync();
        await Accessibility.CheckAsync(visitor.Page, "errors");

        await visitor.Field("Warnings").FillAsync("5");
        await visitor.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visitor.Dialog).ToBeVisibleAsync();
        await Accessibility.CheckAsync(visitor.Page, "conflict");
    }

    [Fact]
    public async Task EveryView_OfAModerator_HasNoViolation()
    {
        await using var moderator = await dashboard.VisitAsync(Visitor.Moderator);
        await moderator.OpenAsync(dashboard.NewGuild());

        await Accessibility.CheckAsync(moderator.Page, "moderator");
    }

    /// <summary>Shows what docs/images/dashboard.png shows.</summary>
    [Fact]
    public async Task DemoGuild_WithAPicture_IsShown()
    {
        await using var visitor = await dashboard.VisitAsync(Visitor.Administrator);
        await visitor.OpenAsync(GuildIds.Seeded(1));
        await visitor.Field("Another picture").SetInputFilesAsync(Images.Card);
        await visitor.Button("Use this picture").ClickAsync();
        await Expect(visitor.Page.GetByAltText("The current picture")).ToBeVisibleAsync();
        await visitor.Field("Warnings").FillAsync("5");
        await visitor.Field("Reason (optional)").FillAsync("fewer warnings were not enough");
        await visitor.SaveAsync();
        await visitor.Field("Action").SelectOptionAsync("Kick");
        await visitor.Page.EvaluateAsync("() => scrollTo(0, 0)");

        visitor.AssertQuiet();
        await Look.KeepAsync(visitor.Page, "dashboard");
    }

    [Fact]
    public async Task Keyboard_Alone_FindsEditsSavesAndUndoes()
    {
        var guild = dashboard.NewGuild();
        await dashboard.Server.Configs.UpdateAsync(guild, edit => edit.WelcomeChannelId = 7, cancellationToken: Token);
        await using var visitor = await dashboard.VisitAloneAsync();
        var (page, keyboard) = (visitor.Page, visitor.Page.Keyboard);
        await page.GotoAsync("/");

        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Tab");
        await Expect(visitor.Button("Sign in as administrator")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Heading("Guilds")).ToBeVisibleAsync();

        await TabToAsync(visitor, visitor.Field("Search"));
        await keyboard.TypeAsync($"{guild}");
        await Expect(page.Locator(".guilds a")).ToHaveCountAsync(1);
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();

        await TabToAsync(visitor, visitor.Field("Warnings"));
        await keyboard.TypeAsync("6");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.SaveBar).ToContainTextAsync("Saved.");
        Assert.Equal(6, (await dashboard.Server.Configs.GetAsync(guild, Token)).Get<ModerationSettings>().WarnLimit);

        var undo = visitor.History.GetByRole(AriaRole.Button, new() { NameString = "Undo" }).First;
        await TabToAsync(visitor, undo);
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Dialog).ToContainTextAsync("Warnings 6 becomes 3");
        await TabToAsync(visitor, visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Undo" }));
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Field("Warnings")).ToHaveValueAsync("3");
        visitor.AssertQuiet();
    }

    /// <summary>Checks that the focus is visible at every step.</summary>
    private static async Task TabToAsync(Visitor visitor, ILocator target)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await visitor.Page.Keyboard.PressAsync("Tab");
            Assert.Null(await visitor.Page.EvaluateAsync<string?>(UnseenFocus));
        }

        Assert.Fail("The keyboard does not get there.");
    }
}

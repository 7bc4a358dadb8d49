using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>Two people edit one guild.</summary>
public sealed class TwoBrowsersTests(DashboardFixture dashboard) : IAsyncLifetime
{
    private readonly ulong _guild = dashboard.NewGuild();

    private Visitor _ours = null!;
    private Visitor _theirs = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _ours = await dashboard.VisitAsync(Visitor.Administrator);
        await _ours.OpenAsync(_guild);
        _theirs = await dashboard.VisitAsync(Visitor.Moderator);
        await _theirs.OpenAsync(_guild);
    }

    public async ValueTask DisposeAsync()
    {
        await (_ours?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_theirs?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Change_ByAnotherUser_IsShownLive()
    {
        await _theirs.Field("Warnings").FillAsync("7");
        await _theirs.SaveAsync();

        await Expect(_ours.Field("Warnings")).ToHaveValueAsync("7");
        await Expect(_ours.Announcer).ToHaveTextAsync("Somebody else has changed: Warnings.");
        await Expect(_ours.History).ToContainTextAsync("Moderation › Warnings 3 becomes 7");
        _ours.AssertQuiet();
        _theirs.AssertQuiet();
    }

    [Fact]
    public async Task Change_ByTheBot_IsShownLive()
    {
        await dashboard.Server.Configs.UpdateAsync(_guild, guild => guild.WelcomeChannelId = 9_007_199_254_740_993, cancellationToken: Token);

        await Expect(_ours.Field("Welcome channel")).ToHaveValueAsync("9007199254740993");
        await Expect(_theirs.Field("Welcome channel")).ToHaveValueAsync("9007199254740993");
    }

    [Fact]
    public async Task Change_ToAnotherField_KeepsTypedTextAndBothAreSaved()
    {
        await _ours.Field("Message").FillAsync("Hello!");

        await _theirs.Field("Warnings").FillAsync("8");
        await _theirs.SaveAsync();
        await Expect(_ours.Field("Warnings")).ToHaveValueAsync("8");
        await Expect(_ours.Field("Message")).ToHaveValueAsync("Hello!");
        await _ours.SaveAsync();

        var stored = await dashboard.Server.Configs.GetAsync(_guild, Token);
        Assert.Equal((8, "Hello!"), (stored.Get<ModerationSettings>().WarnLimit, stored.Get<WelcomeSettings>().Message));
    }

    [Theory]
    [InlineData("Yours: 5", 5)]
    [InlineData("Theirs: 8", 8)]
    public async Task Conflict_ResolvedFieldByField_IsSaved(string choice, int saved)
    {
        await _ours.Field("Warnings").FillAsync("5");
        await _ours.Field("Message").FillAsync("Hello!");
        await _theirs.Field("Warnings").FillAsync("8");
        await _theirs.SaveAsync();
        await Expect(_ours.Page.GetByText("Somebody else has changed this to: 8")).ToBeVisibleAsync();

        await _ours.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(_ours.Dialog).ToContainTextAsync("Somebody else has changed this");
        await _ours.Dialog.GetByLabel(choice).CheckAsync();
        await _ours.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(_ours.SaveBar).ToContainTextAsync("Saved.");
        await Expect(_theirs.Field("Warnings")).ToHaveValueAsync($"{saved}");
        var stored = await dashboard.Server.Configs.GetAsync(_guild, Token);
        Assert.Equal((saved, "Hello!"), (stored.Get<ModerationSettings>().WarnLimit, stored.Get<WelcomeSettings>().Message));
        _ours.AssertQuiet();
    }

    /// <summary>The event of the other user's change does not arrive before the save, so the server refuses it with 412.</summary>
    [Fact]
    public async Task Conflict_DetectedByTheServer_IsShown()
    {
        var token = Token;
        await _ours.Page.RouteAsync(
            "**/guilds/*",
            async route =>
            {
                if (route.Request.Method == "PATCH" && !(await dashboard.Server.Configs.GetAsync(_guild, token)).Exists)
                {
                    await dashboard.Server.Configs.UpdateAsync(_guild, guild => guild.Set(new ModerationSettings { WarnLimit = 8 }), cancellationToken: token);
                }

                await route.ContinueAsync();
            });

        await _ours.Field("Warnings").FillAsync("5");
        await _ours.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await _ours.Dialog.GetByLabel("Yours: 5").CheckAsync();
        await _ours.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(_ours.SaveBar).ToContainTextAsync("Saved.");
        Assert.Equal(5, (await dashboard.Server.Configs.GetAsync(_guild, Token)).Get<ModerationSettings>().WarnLimit);
        _ours.AssertNothingThrew();
    }
}

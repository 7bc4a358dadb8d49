using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class PictureTests(DashboardFixture dashboard)
{
    private const string IsLoaded = "image => image.complete && image.naturalWidth === 2";

    private readonly ulong _guild = dashboard.NewGuild();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_Picture_IsPreviewedStoredAndShownToOthers()
    {
        await using var administrator = await OpenAsync();
        await using var other = await OpenAsync();

        await administrator.Field("Another picture").SetInputFilesAsync(Images.Small);
        await AssertLoadedAsync(administrator, "The chosen picture");
        await administrator.Button("Use this picture").ClickAsync();

        await AssertLoadedAsync(administrator, "The current picture");
        await Expect(administrator.Page.GetByAltText("The chosen picture")).ToBeHiddenAsync();
        await AssertLoadedAsync(other, "The current picture");
        Assert.Equal("image/png", (await dashboard.Server.Configs.GetAsync(_guild, Token)).Background?.MediaType);
        administrator.AssertQuiet();
        other.AssertQuiet();
    }

    [Fact]
    public async Task Remove_Picture_IsNoLongerShown()
    {
        await using var administrator = await OpenAsync();
        await administrator.Field("Another picture").SetInputFilesAsync(Images.Small);
        await administrator.Button("Use this picture").ClickAsync();

        await administrator.Button("Remove the picture").ClickAsync();
        await administrator.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();

        await Expect(administrator.Page.GetByText("No picture")).ToBeVisibleAsync();
        Assert.Null((await dashboard.Server.Configs.GetAsync(_guild, Token)).Background);
    }

    [Fact]
    public async Task Upload_NotAPicture_IsRefusedWithAReason()
    {
        await using var administrator = await OpenAsync();

        await administrator.Field("Another picture").SetInputFilesAsync(Images.Text);
        await Expect(administrator.Page.GetByText("The browser cannot show this file")).ToBeVisibleAsync();
        await administrator.Button("Use this picture").ClickAsync();

        await Expect(administrator.Page.Locator("#picture-error")).ToContainTextAsync("PNG");
        Assert.False((await dashboard.Server.Configs.GetAsync(_guild, Token)).Exists);
        administrator.AssertNothingThrew();
    }

    private static async Task AssertLoadedAsync(Visitor visitor, string description)
    {
        var image = visitor.Page.GetByAltText(description);
        await Expect(image).ToBeVisibleAsync();
        await visitor.Page.WaitForFunctionAsync(IsLoaded, await image.ElementHandleAsync());
    }

    private async Task<Visitor> OpenAsync()
    {
        var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.OpenAsync(_guild);
        return administrator;
    }
}

using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class GuildListTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task MoreGuilds_PageByPage_ListsMoreAndOpensOne()
    {
        await using var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.Page.GotoAsync("/");
        var guilds = administrator.Page.Locator(".guilds a");
        await Expect(guilds).ToHaveCountAsync(24);

        await administrator.Button("More guilds").ClickAsync();
        await Expect(guilds).ToHaveCountAsync(48);
        await Expect(guilds.Nth(24)).ToBeFocusedAsync();
        await administrator.Page.Keyboard.PressAsync("Enter");

        await Expect(administrator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await Expect(administrator.Field("Welcome channel")).ToBeVisibleAsync();
        administrator.AssertQuiet();
    }

    [Fact]
    public async Task Search_ByNameAndId_FindsTheGuild()
    {
        await using var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.Page.GotoAsync("/");
        var guilds = administrator.Page.Locator(".guilds a");

        await administrator.Field("Search").FillAsync("guild 17");
        await Expect(guilds).ToHaveCountAsync(1);
        var id = await guilds.Locator(".id").InnerTextAsync();
        await administrator.Field("Search").FillAsync("no guild is called that");
        await Expect(administrator.Page.GetByText("No guilds found.")).ToBeVisibleAsync();
        await administrator.Field("Search").FillAsync(id);

        await Expect(guilds).ToHaveTextAsync(new Regex("^Guild 17" + id));
        administrator.AssertQuiet();
    }
}

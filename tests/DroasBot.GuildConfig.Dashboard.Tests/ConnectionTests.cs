using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>The connection is lost and restored: neither typed text nor changes by others are lost.</summary>
public sealed class ConnectionTests(DashboardFixture dashboard)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offline_ThenOnline_KeepsBothChanges()
    {
        var guild = dashboard.NewGuild();
        await using var administrator = await OpenAsync(dashboard.Server, guild);
        await administrator.Field("Message").FillAsync("Hello!");

        await administrator.SetOfflineAsync(true);
        await Expect(administrator.Connection).ToContainTextAsync("Connection lost");
        await administrator.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(administrator.Message).ToContainTextAsync("Nothing you have typed is lost");
        await dashboard.Server.Configs.UpdateAsync(guild, edit => edit.Set(new ModerationSettings { WarnLimit = 9 }), cancellationToken: Token);
        await administrator.SetOfflineAsync(false);

        await Expect(administrator.Field("Warnings")).ToHaveValueAsync("9");
        await Expect(administrator.Connection).ToBeEmptyAsync();
        await Expect(administrator.Field("Message")).ToHaveValueAsync("Hello!");
        await administrator.SaveAsync();
        await AssertStoredAsync(dashboard.Server, guild);
        administrator.AssertNothingThrew();
    }

    [Fact]
    public async Task Server_Restarted_IsFollowedAgain()
    {
        await using var server = await DashboardServer.StartAsync();
        const ulong guild = 42;
        await using var administrator = await OpenAsync(server, guild);
        await administrator.Field("Message").FillAsync("Hello!");

        await server.StopAsync();
        await Expect(administrator.Connection).ToContainTextAsync("Connection lost");
        await server.StartAgainAsync();
        await server.Configs.UpdateAsync(guild, edit => edit.Set(new ModerationSettings { WarnLimit = 9 }), cancellationToken: Token);

        await Expect(administrator.Field("Warnings")).ToHaveValueAsync("9");
        await Expect(administrator.Connection).ToBeEmptyAsync();
        await Expect(administrator.History).ToContainTextAsync("Moderation › Warnings 3 becomes 9");
        await administrator.SaveAsync();
        await AssertStoredAsync(server, guild);
        administrator.AssertNothingThrew();
    }

    private static async Task AssertStoredAsync(DashboardServer server, ulong guild)
    {
        var stored = await server.Configs.GetAsync(guild, Token);
        Assert.Equal((9, "Hello!"), (stored.Get<ModerationSettings>().WarnLimit, stored.Get<WelcomeSettings>().Message));
    }

    private async Task<Visitor> OpenAsync(DashboardServer server, ulong guild)
    {
        var administrator = await dashboard.VisitAloneAsync(Visitor.Administrator, server);
        await administrator.OpenAsync(guild);
        return administrator;
    }
}

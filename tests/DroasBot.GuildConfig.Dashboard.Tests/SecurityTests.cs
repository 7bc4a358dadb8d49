using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class SecurityTests(DashboardFixture dashboard) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(dashboard.Server.Address) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/js/app.js")]
    [InlineData("/me")]
    [InlineData("/guilds/1")]
    public async Task Responses_OfAllKinds_HaveTheSecurityHeaders(string address)
    {
        using var response = await _http.GetAsync(address, Token);

        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/guilds/1")]
    [InlineData("/guilds/schema")]
    [InlineData("/guilds/1/events")]
    [InlineData("/me/guilds")]
    public async Task Request_NotSignedIn_IsUnauthorized(string address)
    {
        using var response = await _http.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/sign-in/development/administrator")]
    public async Task Post_WithoutTheToken_IsRefused(string address)
    {
        using var response = await _http.PostAsync(address, content: null, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>Posts like a form on another site, in the browser of a signed-in user.</summary>
    [Fact]
    public async Task Patch_WithTheCookieButWithoutTheToken_IsRefused()
    {
        await using var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.Page.GotoAsync("/");
        var guild = dashboard.NewGuild();

        var status = await administrator.Page.EvaluateAsync<int>(
            "async guild => (await fetch(`/guilds/${guild}`, { method: 'PATCH', headers: { 'Content-Type': 'application/json', 'If-Match': '\"0\"' }, body: '{\"welcomeChannelId\":\"5\"}' })).status",
            guild.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(400, status);
        Assert.False((await dashboard.Server.Configs.GetAsync(guild, Token)).Exists);
    }

    [Fact]
    public async Task SignOut_SignedInUser_EndsTheSession()
    {
        await using var administrator = await dashboard.VisitAloneAsync();
        await administrator.SignInAsync(Visitor.Administrator);

        await administrator.Button("Sign out").ClickAsync();

        await Expect(administrator.Heading("Sign in")).ToBeVisibleAsync();
        administrator.AssertQuiet();
    }

    [Fact]
    public async Task OpenApiDocument_Generated_ListsTheEndpoints()
    {
        var document = await _http.GetFromJsonAsync<JsonObject>("/openapi/v1.json", Token);

        var paths = document!["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.Contains("/guilds/{guildId}", paths);
        Assert.Contains("/guilds/{guildId}/history", paths);
        Assert.Contains("/me/guilds", paths);
    }
}

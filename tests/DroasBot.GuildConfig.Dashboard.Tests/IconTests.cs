using System.Net;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class IconTests(DashboardFixture dashboard)
{
    /// <summary>Now and then a browser asks for the usual name first, and reports an error if there is nothing.</summary>
    [Fact]
    public async Task Favicon_ByTheUsualName_IsThePagesIcon()
    {
        using var http = new HttpClient { BaseAddress = new Uri(dashboard.Server.Address) };

        using var response = await http.GetAsync("/favicon.ico", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
    }
}

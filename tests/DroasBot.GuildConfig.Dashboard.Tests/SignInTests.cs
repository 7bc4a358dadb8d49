using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class SignInTests(DashboardFixture dashboard)
{
    /// <summary>A proxy on the same machine must not expose the sign-in without a password to everyone.</summary>
    [Theory]
    [InlineData(null, null, 2)]
    [InlineData("Host", "localhost", 2)]
    [InlineData("Host", "dashboard.test", 0)]
    [InlineData("X-Forwarded-For", "192.0.2.1", 0)]
    [InlineData("X-Forwarded-Proto", "https", 0)]
    [InlineData("Forwarded", "for=192.0.2.1", 0)]
    public async Task DevelopmentUsers_OtherMachines_AreRefused(string? header, string? value, int users)
    {
        using var http = new HttpClient { BaseAddress = new Uri(dashboard.Server.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var me = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(users, me["developmentUsers"]!.AsArray().Count);
    }
}

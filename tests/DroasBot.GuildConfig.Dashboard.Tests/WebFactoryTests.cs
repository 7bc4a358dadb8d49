using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using DroasBot.GuildConfig.Dashboard.SignIn;
using DroasBot.GuildConfig.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests;

/// <summary>A web test as in docs/bot/testing.md: the host's own program on the test's database.</summary>
public sealed class WebFactoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_WithATestDatabase_LeavesItsOwnUntouched()
    {
        await using var factory = new Factory();
        using var client = factory.CreateClient();
        var configs = factory.Services.GetRequiredService<IGuildConfigService>();

        var stored = await configs.UpdateAsync(7, guild => guild.WelcomeChannelId = ulong.MaxValue, cancellationToken: Token);
        using var response = await client.GetAsync("/guilds/7", Token);

        Assert.Equal((HttpStatusCode.OK, $"\"{stored.Revision}\""), (response.StatusCode, response.Headers.ETag?.Tag));
        Assert.Contains("\"welcomeChannelId\":\"18446744073709551615\"", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain("guild-config-sample.db", factory.Services.GetRequiredService<IOptions<GuildConfigOptions>>().Value.ConnectionString, StringComparison.Ordinal);
        Assert.False(File.Exists("guild-config-sample.db"));
    }

    private sealed class Factory : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
            => builder.ConfigureTestServices(services =>
            {
                services.AddGuildConfig().UseTemporaryDatabase();
                services.AddAuthentication(SignedIn.Name).AddScheme<AuthenticationSchemeOptions, SignedIn>(SignedIn.Name, configureOptions: null);
            });
    }

    private sealed class SignedIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "Test";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var user = new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, "8"), new(GuildRights.AdministeredGuild, GuildRights.EveryGuild)], Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Name)));
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>Signs in with Discord, using the framework's OAuth handler. Requires <c>Discord:ClientId</c> and <c>Discord:ClientSecret</c> in the configuration.</summary>
internal static class DiscordSignIn
{
    public const string Scheme = "Discord";

    private const string UserEndpoint = "https://discord.com/api/users/@me";

    /// <summary>The most guilds that fit into a cookie; the rest are left out.</summary>
    private const int MostGuilds = 100;

    private const ulong Administrator = 1UL << 3;
    private const ulong ManageGuild = 1UL << 5;
    private const ulong ModerateMembers = 1UL << 40;

    public static bool IsConfigured(IConfiguration configuration) => configuration["Discord:ClientId"] is { Length: > 0 };

    public static void Configure(OAuthOptions options, IConfiguration configuration)
    {
        options.ClientId = configuration["Discord:ClientId"]!;
        options.ClientSecret = configuration["Discord:ClientSecret"] ?? "";
        options.CallbackPath = "/sign-in/discord/callback";
        options.AuthorizationEndpoint = "https://discord.com/oauth2/authorize";
        options.TokenEndpoint = "https://discord.com/api/oauth2/token";
        options.UserInformationEndpoint = UserEndpoint;
        options.Scope.Add("identify");
        options.Scope.Add("guilds");
        options.UsePkce = true;
        options.ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "id");
        options.ClaimActions.MapJsonKey(ClaimTypes.Name, "username");
        options.Events.OnCreatingTicket = async context =>
        {
            using var user = await GetAsync(context, UserEndpoint);
            context.RunClaimActions(user.RootElement);
            using var guilds = await GetAsync(context, $"{UserEndpoint}/guilds");
            context.Identity!.AddClaims(guilds.RootElement.EnumerateArray().Select(RightIn).OfType<Claim>().Take(MostGuilds));
            context.Identity.AddClaims(guilds.RootElement.EnumerateArray().Where(guild => GuildRights.Of(context.Principal!, IdOf(guild)).MayRead).Select(NameOf));
        };
    }

    private static async Task<JsonDocument> GetAsync(OAuthCreatingTicketContext context, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        using var response = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(context.HttpContext.RequestAborted), cancellationToken: context.HttpContext.RequestAborted);
    }

    private static Claim? RightIn(JsonElement guild)
    {
        var permissions = ulong.Parse(guild.GetProperty("permissions").GetString()!, CultureInfo.InvariantCulture);
        var id = IdOf(guild).ToString(CultureInfo.InvariantCulture);
        return guild.GetProperty("owner").GetBoolean() || (permissions & (Administrator | ManageGuild)) != 0 ? new Claim(GuildRights.AdministeredGuild, id)
            : (permissions & ModerateMembers) != 0 ? new Claim(GuildRights.ModeratedGuild, id)
            : null;
    }

    private static Claim NameOf(JsonElement guild) => new(GuildRights.NameOfGuild + IdOf(guild).ToString(CultureInfo.InvariantCulture), guild.GetProperty("name").GetString()!);

    private static ulong IdOf(JsonElement guild) => ulong.Parse(guild.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
}

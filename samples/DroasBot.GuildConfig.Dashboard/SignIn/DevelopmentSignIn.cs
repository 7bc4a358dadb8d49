using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>Signs in whoever asks, as one of two users: for development, and for a first look on one's own machine.</summary>
internal static class DevelopmentSignIn
{
    private static readonly (string Name, string Id, string Right)[] _users =
        [("administrator", "80351110224678912", GuildRights.AdministeredGuild), ("moderator", "80351110224678913", GuildRights.ModeratedGuild)];

    public static IEnumerable<string> Names => _users.Select(user => user.Name);

    /// <summary>In development; elsewhere only while there is no other sign-in, and for this machine alone.</summary>
    public static bool IsAllowed(HttpContext context)
        => context.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment()
            || (!DiscordSignIn.IsConfigured(context.RequestServices.GetRequiredService<IConfiguration>())
                && context.Connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local } && IPAddress.IsLoopback(remote) && IPAddress.IsLoopback(local));

    public static ClaimsPrincipal? Find(string name)
        => Array.Find(_users, user => user.Name == name) is { Id: { } id } user
            ? new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, user.Name), new(user.Right, GuildRights.EveryGuild)],
                CookieAuthenticationDefaults.AuthenticationScheme))
            : null;
}

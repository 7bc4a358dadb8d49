using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>Signs in without a password, as one of two users: for development, and for trying it out on your own machine.</summary>
internal static class DevelopmentSignIn
{
    private static readonly (string Name, string Id, string Right)[] _users =
        [("administrator", "80351110224678912", GuildRights.AdministeredGuild), ("moderator", "80351110224678913", GuildRights.ModeratedGuild)];

    public static IEnumerable<string> Names => _users.Select(user => user.Name);

    /// <summary>Allows it in development; elsewhere only from this machine, and only while no other sign-in is configured.</summary>
    public static bool IsAllowed(HttpContext context)
        => context.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment()
            || (!DiscordSignIn.IsConfigured(context.RequestServices.GetRequiredService<IConfiguration>()) && IsFromThisMachine(context));

    /// <summary>Excludes a proxy on this machine: it passes on the external host name, or a header that names its client.</summary>
    private static bool IsFromThisMachine(HttpContext context)
        => context.Connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local } && IPAddress.IsLoopback(remote) && IPAddress.IsLoopback(local)
            && context.Request.Host.Host is ("localhost" or "127.0.0.1" or "[::1]")
            && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));

    public static ClaimsPrincipal? Find(string name)
        => Array.Find(_users, user => user.Name == name) is { Id: { } id } user
            ? new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, user.Name), new(user.Right, GuildRights.EveryGuild)],
                CookieAuthenticationDefaults.AuthenticationScheme))
            : null;
}

using System.Security.Claims;
using DroasBot.GuildConfig.Dashboard.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>The session: a cookie that scripts cannot read and that forms on other sites do not send.</summary>
internal static class SignInEndpoints
{
    private static readonly TimeSpan _sessionLength = TimeSpan.FromHours(8);

    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment)
    {
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "guild-config-session";
            options.Cookie.SecurePolicy = environment.IsDevelopment() || !DiscordSignIn.IsConfigured(configuration) ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.ExpireTimeSpan = _sessionLength;

            // The page handles the sign-in itself; a redirect would tell it nothing.
            options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorization();
        if (DiscordSignIn.IsConfigured(configuration))
        {
            authentication.AddOAuth(DiscordSignIn.Scheme, options => DiscordSignIn.Configure(options, configuration));
        }
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/me", (HttpContext context, IAntiforgery antiforgery) => Describe(context, antiforgery));

        var posts = app.MapGroup("").AddEndpointFilter<RouteGroupBuilder, AntiforgeryFilter>();
        posts.MapPost("/sign-in/development/{name}", (string name, HttpContext context)
            => DevelopmentSignIn.IsAllowed(context) && DevelopmentSignIn.Find(name) is { } user ? Results.SignIn(user) : Results.NotFound());
        posts.MapPost("/sign-out", () => TypedResults.SignOut(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]));
        app.MapGet("/sign-in/discord", (IConfiguration configuration)
            => DiscordSignIn.IsConfigured(configuration)
                ? Results.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [DiscordSignIn.Scheme])
                : Results.NotFound());
    }

    private static SignInState Describe(HttpContext context, IAntiforgery antiforgery)
        => new(
            context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? new SignedInUser(id, context.User.Identity?.Name ?? id) : null,
            antiforgery.GetAndStoreTokens(context).RequestToken!,
            DevelopmentSignIn.IsAllowed(context) ? [.. DevelopmentSignIn.Names] : [],
            DiscordSignIn.IsConfigured(context.RequestServices.GetRequiredService<IConfiguration>()));

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

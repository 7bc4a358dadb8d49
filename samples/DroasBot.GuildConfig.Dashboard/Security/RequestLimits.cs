using System.Security.Claims;
using System.Threading.RateLimiting;

namespace DroasBot.GuildConfig.Dashboard.Security;

/// <summary>Limits what one user can ask of the server.</summary>
internal static class RequestLimits
{
    public const string Policy = "per user";

    private const int Requests = 300;
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(10);

    public static void AddRequestLimits(this IServiceCollection services)
        => services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
                context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = Requests, Window = _window }));
        });
}

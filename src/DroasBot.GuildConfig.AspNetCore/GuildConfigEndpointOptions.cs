using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig;

/// <summary>The options of the endpoints that <c>MapGuildConfig</c> maps. Validated and read when they are mapped.</summary>
public sealed class GuildConfigEndpointOptions
{
    /// <summary>The header with the reason of a change, as in Discord's own API: at most 1,024 characters, percent-encoded UTF-8.</summary>
    public const string ReasonHeader = "X-Audit-Log-Reason";

    /// <summary>Gets or sets a delegate that returns the snowflake of the signed-in user. A request without one cannot change anything.</summary>
    /// <remarks>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, or <c>sub</c>, of an authenticated user, if it is a snowflake.</remarks>
    public Func<HttpContext, ulong?> ActorId { get; set; } = FindActor;

    /// <summary>Gets or sets a delegate that returns the reason of a change for the audit trail, or <see langword="null"/>. Default: the header <see cref="ReasonHeader"/>.</summary>
    public Func<HttpContext, string?> Reason { get; set; } = FindReason;

    /// <summary>Gets or sets how many bytes a merge patch may take. From 1,024 to 16,777,216. Default: 131,072, twice the limit for all settings of a guild.</summary>
    public int MaxPatchBytes { get; set; } = 131_072;

    /// <summary>Gets or sets the interval of heartbeats in an event stream. From 1 s to 10 min. Default: 15 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how many event streams may be open at the same time; further ones are refused with 503. At least 1. Default: 1,000.</summary>
    public int MaxEventStreams { get; set; } = 1_000;

    /// <summary>Gets or sets whether browsers may send changes from pages of other sites. Default: <see langword="false"/>. Set it in a host that allows other origins through CORS.</summary>
    public bool AllowCrossSiteRequests { get; set; }

    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(ActorId);
        ArgumentNullException.ThrowIfNull(Reason);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPatchBytes, 1_024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPatchBytes, 16_777_216);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeartbeatInterval, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HeartbeatInterval, TimeSpan.FromMinutes(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEventStreams, 1);
    }

    private static ulong? FindActor(HttpContext http)
        => http.User.Identity?.IsAuthenticated == true
            && ulong.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.User.FindFirstValue("sub"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id
            : null;

    private static string? FindReason(HttpContext http)
        => http.Request.Headers.TryGetValue(ReasonHeader, out var reason) && reason.ToString() is { Length: > 0 } text ? Uri.UnescapeDataString(text) : null;
}

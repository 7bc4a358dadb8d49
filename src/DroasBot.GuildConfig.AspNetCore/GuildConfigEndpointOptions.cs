using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig;

/// <summary>The options of the endpoints that <c>MapGuildConfig</c> maps. Checked and read when they are mapped.</summary>
public sealed class GuildConfigEndpointOptions
{
    /// <summary>The header that says why a change is made, as Discord's own API has it: at most 1,024 characters, percent-encoded UTF-8.</summary>
    public const string ReasonHeader = "X-Audit-Log-Reason";

    /// <summary>Gets or sets what gives the snowflake of the signed-in user. A request without one cannot change anything.</summary>
    /// <remarks>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, or <c>sub</c>, of an authenticated user, if it is a snowflake.</remarks>
    public Func<HttpContext, ulong?> ActorId { get; set; } = FindActor;

    /// <summary>Gets or sets what gives the reason of a change, for the audit trail; <see langword="null"/> for none. Default: the header <see cref="ReasonHeader"/>.</summary>
    public Func<HttpContext, string?> Reason { get; set; } = FindReason;

    /// <summary>Gets or sets how many bytes a merge patch may take. From 1,024 to 16,777,216. Default: 131,072, which is twice what all settings of a guild may take.</summary>
    public int MaxPatchBytes { get; set; } = 131_072;

    /// <summary>Gets or sets how often a stream of events shows that it is alive. From 1 s to 10 min. Default: 15 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how many streams of events may be open at the same time; a further one is refused with 503. At least 1. Default: 1,000.</summary>
    public int MaxEventStreams { get; set; } = 1_000;

    /// <summary>Gets or sets whether browsers may send changes from pages of other sites. Default: <see langword="false"/>. A host that allows other origins by CORS sets it.</summary>
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

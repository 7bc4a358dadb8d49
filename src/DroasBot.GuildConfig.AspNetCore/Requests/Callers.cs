using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>Identifies the sender of a request, and checks what they may do.</summary>
internal static class Callers
{
    /// <summary>The route parameter with the guild id.</summary>
    public const string GuildId = "guildId";

    public static ValueTask<bool> MayReadAsync(HttpContext http, GuildConfigEndpointOptions options, ulong guildId)
        => http.RequestServices.GetService<IGuildConfigAuthorizer>() is { } authorizer
            ? authorizer.AuthorizeReadAsync(guildId, options.ActorId(http), http.RequestAborted)
            : ValueTask.FromResult(true);

    /// <summary>Authorizes before a body is read in vain; the write itself is authorized again.</summary>
    /// <exception cref="RequestProblem">The authorizer refuses.</exception>
    public static async ValueTask DemandAsync(HttpContext http, GuildConfigAccess access)
    {
        if (http.RequestServices.GetService<IGuildConfigAuthorizer>() is { } authorizer && !await authorizer.AuthorizeAsync(access, http.RequestAborted).ConfigureAwait(false))
        {
            throw Refused(http);
        }
    }

    /// <summary>Returns the actor, the reason and the expected revision of a change.</summary>
    /// <exception cref="RequestProblem">Nobody is signed in as a Discord user, the precondition cannot be met, or the reason is not valid.</exception>
    public static async ValueTask<ChangeContext> DescribeAsync(
        HttpContext http, GuildConfigEndpointOptions options, IGuildConfigService configs, ulong guildId, string? dryRun, bool needsPrecondition)
        => new()
        {
            ActorId = Actor(http, options),
            ExpectedRevision = await Precondition.ReadAsync(http, configs, guildId, needsPrecondition).ConfigureAwait(false),
            Reason = Reason(http, options),
            DryRun = Parameters.Flag(nameof(dryRun), dryRun),
        };

    public static ulong Actor(HttpContext http, GuildConfigEndpointOptions options)
        => options.ActorId(http) is { } actor and not 0 ? actor
            : IsSignedIn(http) ? throw new RequestProblem(StatusCodes.Status403Forbidden, "The signed-in user has no snowflake, so the audit trail could not name them.")
            : throw new RequestProblem(StatusCodes.Status401Unauthorized, "Sign in first: a change needs an actor.");

    public static RequestProblem Refused(HttpContext http)
        => IsSignedIn(http)
            ? new RequestProblem(StatusCodes.Status403Forbidden, "The signed-in user may not do this.")
            : new RequestProblem(StatusCodes.Status401Unauthorized, "Sign in first.");

    private static bool IsSignedIn(HttpContext http) => http.User.Identity?.IsAuthenticated == true;

    private static string? Reason(HttpContext http, GuildConfigEndpointOptions options)
    {
        var reason = options.Reason(http);
        return reason is null || (reason.Length <= ChangeContext.MaxReasonLength && IsText(reason))
            ? reason
            : throw RequestProblem.Bad(
                GuildConfigEndpointOptions.ReasonHeader,
                string.Create(CultureInfo.InvariantCulture, $"The reason may have at most {ChangeContext.MaxReasonLength} characters of percent-encoded UTF-8, without control characters; it has {reason.Length}."));
    }

    private static bool IsText(string reason)
    {
        for (var i = 0; i < reason.Length; i++)
        {
            if (i + 1 < reason.Length && char.IsSurrogatePair(reason[i], reason[i + 1]))
            {
                i++;
            }
            else if (char.IsControl(reason[i]) || char.IsSurrogate(reason[i]))
            {
                return false;
            }
        }

        return true;
    }
}

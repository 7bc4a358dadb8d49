using System.Globalization;
using DroasBot.GuildConfig.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Translates exceptions to problem details (RFC 9457). Unknown exceptions are left to the host.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (Answer(context.HttpContext, failure) is { } answer)
        {
            return answer;
        }
    }

    private static IResult? Answer(HttpContext http, Exception failure)
        => failure switch
        {
            RequestProblem { Violations.Count: > 0 } invalid => Invalid(invalid.Message, invalid.Violations),
            RequestProblem { Status: StatusCodes.Status503ServiceUnavailable } problem => Unavailable(http, problem.Message),
            RequestProblem problem => TypedResults.Problem(problem.Message, statusCode: problem.Status),
            GuildConfigConflictException conflict => Moved(http, conflict),
            GuildConfigAccessDeniedException denied => TypedResults.Problem(
                "The signed-in user may not make this change.", statusCode: StatusCodes.Status403Forbidden, extensions: new Dictionary<string, object?> { ["sections"] = denied.Sections }),
            GuildSettingsValidationException invalid => Invalid("The settings are not valid, and nothing was changed.", invalid.Violations),
            GuildConfigStoreException => Unavailable(http, "The database is unavailable. Nothing was changed, or the outcome is unknown: read the guild before you repeat a change."),
            GuildConfigException => Unavailable(http, "The configuration cannot be served now."),
            OperationCanceledException when http.RequestAborted.IsCancellationRequested => TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest),
            _ => null,
        };

    private static ProblemHttpResult Invalid(string detail, IReadOnlyList<GuildSettingsViolation> violations)
        => TypedResults.Problem(new HttpValidationProblemDetails(violations.GroupBy(static violation => violation.Path).ToDictionary(static group => group.Key, static group => group.Select(static violation => violation.Message).ToArray()))
        {
            Status = StatusCodes.Status400BadRequest,
            Detail = detail,
        });

    private static ProblemHttpResult Moved(HttpContext http, GuildConfigConflictException conflict)
    {
        http.Response.Headers.ETag = EntityTags.Of(conflict.ActualRevision);
        return TypedResults.Problem(
            string.Create(CultureInfo.InvariantCulture, $"Somebody else has changed the guild: it is now at revision {conflict.ActualRevision}."),
            statusCode: StatusCodes.Status412PreconditionFailed,
            extensions: new Dictionary<string, object?> { ["expectedRevision"] = conflict.ExpectedRevision, ["actualRevision"] = conflict.ActualRevision });
    }

    private static ProblemHttpResult Unavailable(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>A problem with a request, as reported to its sender.</summary>
internal sealed class RequestProblem(int status, string detail, IReadOnlyList<GuildSettingsViolation>? violations = null) : Exception(detail)
{
    public int Status => status;

    public IReadOnlyList<GuildSettingsViolation> Violations => violations ?? [];

    /// <summary>A part of the request is not valid.</summary>
    public static RequestProblem Bad(string where, string detail) => new(StatusCodes.Status400BadRequest, detail, [new GuildSettingsViolation(where, detail)]);

    public static RequestProblem NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    public static RequestProblem TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);
}

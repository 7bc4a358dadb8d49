using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Common to the endpoints that change something.</summary>
internal static class ChangeProblems
{
    public const string DryRun = "true for a dry run: everything is checked, the result is what would be stored, and nothing is stored.";

    public static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder endpoint)
        => endpoint
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

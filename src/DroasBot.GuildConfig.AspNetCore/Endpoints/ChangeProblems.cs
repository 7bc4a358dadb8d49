using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>What the endpoints that change something have in common.</summary>
internal static class ChangeProblems
{
    public const string DryRun = "true to try the change only: everything is checked, what would be stored comes back, and nothing is stored.";

    public static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder endpoint)
        => endpoint
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

using Microsoft.AspNetCore.Antiforgery;

namespace DroasBot.GuildConfig.Dashboard.Security;

/// <summary>Refuses a request that may change something but lacks the token that <c>/me</c> gave to the page: it may come from another site.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public const string Header = "X-Antiforgery-Token";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        return isSafe || await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : TypedResults.Problem($"The request has no valid {Header}. Reload the page.", statusCode: StatusCodes.Status400BadRequest, title: "The request may come from another site.");
    }
}

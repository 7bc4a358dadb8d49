using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>Applies to every request: sets the language, checks who may see the guild, and refuses cross-site changes.</summary>
internal sealed class RequestFilter(GuildConfigEndpointOptions options) : IEndpointFilter
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string CrossSite = "cross-site";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        RequestLanguage.Apply(http);
        if (!options.AllowCrossSiteRequests && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && http.Request.Headers[FetchSite] == CrossSite)
        {
            throw new RequestProblem(StatusCodes.Status403Forbidden, "Cross-site requests may not make changes here.");
        }

        if (http.Request.RouteValues.TryGetValue(Callers.GuildId, out var value))
        {
            var guildId = Parameters.Snowflake(Callers.GuildId, (string)value!);
            if (!await Callers.MayReadAsync(http, options, guildId).ConfigureAwait(false))
            {
                throw Callers.Refused(http);
            }
        }

        return await next(context).ConfigureAwait(false);
    }
}

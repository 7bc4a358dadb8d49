using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Creates the response with a guild and its ETag.</summary>
internal static class GuildResult
{
    /// <summary>A browser must ask each time: the defaults in the document may change when the host is updated.</summary>
    private const string NotKept = "no-store";

    public static IResult Of(HttpContext http, GuildConfigSnapshot guild, IGuildSettingsSchema schema)
    {
        var tag = EntityTags.Of(guild.Revision);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = NotKept;
        return HttpMethods.IsGet(http.Request.Method) && EntityTags.IsKnown(http.Request, tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Json(GuildDocument.Of(guild, schema), DocumentJson.Default.GuildDocument);
    }
}

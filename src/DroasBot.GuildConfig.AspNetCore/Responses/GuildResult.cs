using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Answers with a guild and its ETag.</summary>
internal static class GuildResult
{
    /// <summary>A browser must ask each time: the defaults that are in the document may be others after an update of the host.</summary>
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

using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Describes the settings, for clients that generate forms.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal static class SchemaEndpoints
{
    private const string JsonSchema = "application/schema+json";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/schema", GetSchema)
            .WithName("GetGuildSettingsSchema")
            .WithSummary("Describes all settings, with labels in the language of the request.")
            .Produces<SchemaDocument>();
        group.MapGet("/schema/{section}", GetJsonSchema)
            .WithName("GetGuildSettingsJsonSchema")
            .WithSummary("Describes a settings section as JSON Schema (draft 2020-12).")
            .Produces<JsonObject>(contentType: JsonSchema)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static JsonHttpResult<SchemaDocument> GetSchema(HttpContext http, [FromServices] IGuildSettingsSchema schema)
    {
        Describe(http);
        return TypedResults.Json(SchemaDocument.Of(schema), DocumentJson.Default.SchemaDocument);
    }

    private static JsonHttpResult<JsonObject> GetJsonSchema([Description("The name of a section.")] string section, HttpContext http, [FromServices] IGuildSettingsSchema schema)
    {
        if (schema.Sections.All(known => known.Name != section))
        {
            throw RequestProblem.NotFound("There is no such settings section.");
        }

        Describe(http);
        return TypedResults.Json(schema.ToJsonSchema(section), DocumentJson.Default.JsonObject, JsonSchema);
    }

    private static void Describe(HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (CultureInfo.CurrentUICulture.Name is { Length: > 0 } language)
        {
            http.Response.Headers.ContentLanguage = language;
        }
    }
}

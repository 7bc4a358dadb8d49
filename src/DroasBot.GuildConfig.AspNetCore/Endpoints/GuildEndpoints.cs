using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Reads one or several guilds, changes one with a merge patch, deletes one.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal sealed class GuildEndpoints(GuildConfigEndpointOptions options)
{
    /// <summary>The number of guilds that a Discord user can be in.</summary>
    private const int MostGuilds = 200;

    private const string MergePatch = "application/merge-patch+json";
    private const string Json = "application/json";

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/", GetManyAsync)
            .WithName("GetGuilds")
            .WithSummary("Reads several guilds.")
            .Produces<GuildsDocument>()
            .ProducesValidationProblem();
        group.MapGet("/{guildId}", GetAsync)
            .WithName("GetGuild")
            .WithSummary("Reads a guild. Its ETag is its revision; a guild without a configuration has the defaults.")
            .Produces<GuildDocument>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPatch("/{guildId}", PatchAsync)
            .WithName("PatchGuild")
            .WithSummary("Changes a guild with a JSON merge patch (RFC 7396). Needs If-Match.")
            .Accepts<JsonObject>(MergePatch, Json)
            .Produces<GuildDocument>()
            .ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        group.MapDelete("/{guildId}", DeleteAsync)
            .WithName("DeleteGuild")
            .WithSummary("Deletes a guild's configuration; its history remains.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesChangeProblems();
    }

    private async Task<IResult> GetManyAsync(
        [Description("Comma-separated snowflakes, at most 200.")] string? ids,
        HttpContext http,
        [FromServices] IGuildConfigService configs,
        [FromServices] IGuildSettingsSchema schema)
    {
        var named = (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length is 0 or > MostGuilds)
        {
            throw RequestProblem.Bad(nameof(ids), $"{nameof(ids)} takes 1 to {MostGuilds} comma-separated snowflakes, not {named.Length}.");
        }

        var guilds = new List<GuildDocument>();
        var denied = new List<string>();
        foreach (var guildId in named.Select(static id => Parameters.Snowflake(nameof(ids), id)).Distinct().ToList())
        {
            if (await Callers.MayReadAsync(http, options, guildId).ConfigureAwait(false))
            {
                guilds.Add(GuildDocument.Of(await configs.GetAsync(guildId, http.RequestAborted).ConfigureAwait(false), schema));
            }
            else
            {
                denied.Add(guildId.ToString(CultureInfo.InvariantCulture));
            }
        }

        return TypedResults.Json(new GuildsDocument(guilds, denied), DocumentJson.Default.GuildsDocument);
    }

    private static async Task<IResult> GetAsync(
        [Description("The guild's snowflake.")] string guildId, HttpContext http, [FromServices] IGuildConfigService configs, [FromServices] IGuildSettingsSchema schema)
    {
        var guild = await configs.GetAsync(Parameters.Snowflake(nameof(guildId), guildId), http.RequestAborted).ConfigureAwait(false);
        return GuildResult.Of(http, guild, schema);
    }

    private async Task<IResult> PatchAsync(
        [Description("The guild's snowflake.")] string guildId,
        [Description(ChangeProblems.DryRun)] string? dryRun,
        HttpContext http,
        [FromServices] IGuildConfigService configs,
        [FromServices] IGuildBackgroundStore backgrounds,
        [FromServices] IGuildSettingsSchema schema)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var context = await Callers.DescribeAsync(http, options, configs, id, dryRun, needsPrecondition: true).ConfigureAwait(false);
        var body = await PatchBody.ReadAsync(http.Request, options.MaxPatchBytes, http.RequestAborted).ConfigureAwait(false);
        var patch = await GuildPatch.ReadAsync(body, backgrounds, http.RequestAborted).ConfigureAwait(false);
        return GuildResult.Of(http, await configs.UpdateAsync(id, patch.Apply, context, http.RequestAborted).ConfigureAwait(false), schema);
    }

    private async Task<IResult> DeleteAsync(
        [Description("The guild's snowflake.")] string guildId, [Description(ChangeProblems.DryRun)] string? dryRun, HttpContext http, [FromServices] IGuildConfigService configs)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var context = await Callers.DescribeAsync(http, options, configs, id, dryRun, needsPrecondition: false).ConfigureAwait(false);
        await configs.DeleteAsync(id, context, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}

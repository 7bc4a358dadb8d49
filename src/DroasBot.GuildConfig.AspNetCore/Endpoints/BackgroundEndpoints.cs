using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Uploads and downloads the background image of a guild.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal sealed class BackgroundEndpoints(GuildConfigEndpointOptions options)
{
    private const long MaxBytes = 5_242_880;
    private const string Background = "background";
    private const string Png = "image/png";
    private const string Jpeg = "image/jpeg";
    private const string AnyType = "application/octet-stream";
    private const string AskedEachTime = "private, no-cache";

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/{guildId}/background", GetAsync)
            .WithName("GetGuildBackground")
            .WithSummary("Returns the background image of a guild, if it is in the database. Its ETag is its hash.")
            .Produces(StatusCodes.Status200OK, contentType: Png, additionalContentTypes: Jpeg)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPut("/{guildId}/background", PutAsync)
            .WithName("PutGuildBackground")
            .WithSummary("Stores a PNG or JPEG image of at most 5 MB and makes it the background of a guild. Needs If-Match.")
            .Accepts<Stream>(Png, Jpeg, AnyType)
            .Produces<GuildDocument>()
            .ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static async Task<IResult> GetAsync(
        [Description("The guild's snowflake.")] string guildId, HttpContext http, [FromServices] IGuildConfigService configs, [FromServices] IGuildBackgroundStore backgrounds)
    {
        var guild = await configs.GetAsync(Parameters.Snowflake(nameof(guildId), guildId), http.RequestAborted).ConfigureAwait(false);
        if (guild.Background is not { ContentHash: { } hash } asset)
        {
            throw RequestProblem.NotFound("The guild has no background image in the database.");
        }

        var tag = EntityTags.OfContent(hash);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = AskedEachTime;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (EntityTags.IsKnown(http.Request, tag))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var bytes = await backgrounds.OpenReadAsync(hash, http.RequestAborted).ConfigureAwait(false)
            ?? throw RequestProblem.NotFound("The image is no longer in the database.");
        return TypedResults.Stream(bytes, asset.MediaType);
    }

    private async Task<IResult> PutAsync(
        [Description("The guild's snowflake.")] string guildId,
        HttpContext http,
        [FromServices] IGuildConfigService configs,
        [FromServices] IGuildBackgroundStore backgrounds,
        [FromServices] IGuildSettingsSchema schema)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var actor = Callers.Actor(http, options);
        await Callers.DemandAsync(http, new GuildConfigAccess(id, actor, GuildConfigChangeKind.Updated) { Sections = [Background] }).ConfigureAwait(false);
        var context = await Callers.DescribeAsync(http, options, configs, id, dryRun: null, needsPrecondition: true).ConfigureAwait(false);
        var content = await StoreAsync(http, backgrounds).ConfigureAwait(false);
        return GuildResult.Of(http, await configs.UpdateAsync(id, guild => guild.SetBackground(content), context, http.RequestAborted).ConfigureAwait(false), schema);
    }

    private static async Task<BackgroundContent> StoreAsync(HttpContext http, IGuildBackgroundStore backgrounds)
    {
        var body = BoundedStream.Of(http.Request, MaxBytes, TooLarge);
        await using (body.ConfigureAwait(false))
        {
            try
            {
                return await backgrounds.PutAsync(body, http.RequestAborted).ConfigureAwait(false);
            }
            catch (ArgumentException unfit)
            {
                throw RequestProblem.Bad(Background, unfit.Message);
            }
        }
    }

    private static RequestProblem TooLarge() => RequestProblem.TooLarge($"A background image may have at most {MaxBytes} bytes.");
}

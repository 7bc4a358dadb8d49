using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Lists the history of a guild; restores and undoes changes.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal sealed class HistoryEndpoints(GuildConfigEndpointOptions options)
{
    private const int StandardPage = 20;
    private const int LargestPage = 100;

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/{guildId}/history", ListAsync)
            .WithName("GetGuildHistory")
            .WithSummary("Lists the changes of a guild, newest first, with what each altered.")
            .Produces<HistoryDocument>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/{guildId}/restore/{revision}", RestoreAsync)
            .WithName("RestoreGuild")
            .WithSummary("Restores a guild to its state after a change.")
            .Produces<GuildDocument>()
            .ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{guildId}/undo/{revision}", UndoAsync)
            .WithName("UndoGuildChange")
            .WithSummary("Restores a guild to its state before a change. Later changes are undone too.")
            .Produces<GuildDocument>()
            .ProducesChangeProblems()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        [Description("The guild's snowflake.")] string guildId,
        [Description("Only changes before this revision: nextBefore of the previous page.")] string? before,
        [Description("The number of changes, from 1 to 100. Default: 20.")] string? limit,
        HttpContext http,
        [FromServices] IGuildConfigChangeLog changes)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var beforeRevision = before is null ? long.MaxValue : Parameters.Revision(nameof(before), before, least: 1);
        var count = Parameters.Count(nameof(limit), limit, StandardPage, LargestPage);
        var page = await changes.GetHistoryAsync(id, beforeRevision, http.RequestAborted).Take(count + 1).ToListAsync(http.RequestAborted).ConfigureAwait(false);
        var hasMore = page.Count > count;
        var shown = page.Take(count).Select(ChangeDocument.Of).ToList();
        return TypedResults.Json(new HistoryDocument(shown, hasMore ? shown[^1].Revision : null), DocumentJson.Default.HistoryDocument);
    }

    private Task<IResult> RestoreAsync(
        [Description("The guild's snowflake.")] string guildId,
        [Description("The revision of a change of this guild.")] string revision,
        [Description(ChangeProblems.DryRun)] string? dryRun,
        HttpContext http,
        [FromServices] IGuildConfigService configs,
        [FromServices] IGuildConfigChangeLog changes,
        [FromServices] IGuildSettingsSchema schema)
        => ChangeAsync(guildId, revision, dryRun, http, configs, changes.RestoreAsync, schema);

    private Task<IResult> UndoAsync(
        [Description("The guild's snowflake.")] string guildId,
        [Description("The revision of a change of this guild.")] string revision,
        [Description(ChangeProblems.DryRun)] string? dryRun,
        HttpContext http,
        [FromServices] IGuildConfigService configs,
        [FromServices] IGuildConfigChangeLog changes,
        [FromServices] IGuildSettingsSchema schema)
        => ChangeAsync(guildId, revision, dryRun, http, configs, changes.UndoAsync, schema);

    private async Task<IResult> ChangeAsync(
        string guildId,
        string revision,
        string? dryRun,
        HttpContext http,
        IGuildConfigService configs,
        Func<ulong, long, ChangeContext?, CancellationToken, Task<GuildConfigSnapshot>> change,
        IGuildSettingsSchema schema)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var number = Parameters.Revision(nameof(revision), revision, least: 1);
        var context = await Callers.DescribeAsync(http, options, configs, id, dryRun, needsPrecondition: false).ConfigureAwait(false);
        try
        {
            return GuildResult.Of(http, await change(id, number, context, http.RequestAborted).ConfigureAwait(false), schema);
        }
        catch (ArgumentOutOfRangeException unknown) when (unknown.ParamName == nameof(revision))
        {
            throw RequestProblem.NotFound("The history of this guild has no such revision, or the change was erased.");
        }
    }
}

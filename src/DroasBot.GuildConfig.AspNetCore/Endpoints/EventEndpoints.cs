using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net.ServerSentEvents;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>The changes of a guild as they are made, as server-sent events.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal sealed class EventEndpoints(GuildConfigEndpointOptions options)
{
    private const string LastEventId = "Last-Event-ID";

    private int _open;

    public void Map(RouteGroupBuilder group)
        => group.MapGet("/{guildId}/events", Stream)
            .WithName("GetGuildEvents")
            .WithSummary("Streams the changes of a guild as server-sent events: change, refreshed (read the guild again) and heartbeat. Resumes after Last-Event-ID.")
            .Produces<ChangeDocument>(contentType: "text/event-stream")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private ServerSentEventsResult<string> Stream(
        [Description("The guild's snowflake.")] string guildId,
        [Description("The revision of the guild that was read; the changes since then come first. Last-Event-ID wins.")] string? after,
        HttpContext http,
        [FromServices] IGuildConfigChangeLog changes,
        [FromServices] IGuildConfigCache cache,
        [FromServices] TimeProvider timeProvider,
        [FromServices] IHostApplicationLifetime lifetime)
    {
        var id = Parameters.Snowflake(nameof(guildId), guildId);
        var last = http.Request.Headers[LastEventId].ToString();
        long? cursor = last.Length > 0 ? Parameters.Revision(LastEventId, last, least: 0) : after is not null ? Parameters.Revision(nameof(after), after, least: 0) : null;
        var stream = new GuildEventStream(changes, cache, timeProvider, options.HeartbeatInterval, id, () => Callers.MayReadAsync(http, options, id));
        if (Interlocked.Increment(ref _open) > options.MaxEventStreams)
        {
            Interlocked.Decrement(ref _open);
            throw new RequestProblem(StatusCodes.Status503ServiceUnavailable, "Too many streams of events are open.");
        }

        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(CountedAsync(stream.ReadAsync(cursor, lifetime.ApplicationStopping, http.RequestAborted)));
    }

    private async IAsyncEnumerable<SseItem<string>> CountedAsync(IAsyncEnumerable<SseItem<string>> events)
    {
        try
        {
            await foreach (var item in events.ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

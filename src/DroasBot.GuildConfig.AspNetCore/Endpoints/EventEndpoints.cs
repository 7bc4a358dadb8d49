using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Streams the changes of a guild as server-sent events.</summary>
[RequiresUnreferencedCode(Untrimmable.MinimalApis)]
[RequiresDynamicCode(Untrimmable.MinimalApis)]
internal sealed class EventEndpoints(GuildConfigEndpointOptions options)
{
    private const string LastEventId = "Last-Event-ID";

    private int _open;

    public void Map(RouteGroupBuilder group)
        => group.MapGet("/{guildId}/events", StreamAsync)
            .WithName("GetGuildEvents")
            .WithSummary("Streams the changes of a guild as server-sent events: change, refreshed (read the guild again) and heartbeat. Resumes after Last-Event-ID.")
            .Produces<ChangeDocument>(contentType: "text/event-stream")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private async Task StreamAsync(
        [Description("The guild's snowflake.")] string guildId,
        [Description("The revision of the guild that was read; the changes since then come first. Last-Event-ID takes precedence.")] string? after,
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
        try
        {
            if (Interlocked.Increment(ref _open) > options.MaxEventStreams)
            {
                throw new RequestProblem(StatusCodes.Status503ServiceUnavailable, "Too many event streams are open.");
            }

            // Executed here, not by the framework: if the client has disconnected, the enumeration may never begin.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await TypedResults.ServerSentEvents(stream.ReadAsync(cursor, lifetime.ApplicationStopping, http.RequestAborted)).ExecuteAsync(http).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>A client of an event stream, like a browser.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private EventReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events)
    {
        _response = response;
        _events = events;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a stream; watching has begun when this completes.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        var response = await HttpNode.SendAsync(client, HttpMethod.Get, path, headers: lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]).InTime();
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(Token));
        var reader = new EventReader(response, parser.EnumerateAsync(Token).GetAsyncEnumerator(Token));
        Assert.Equal("heartbeat", (await reader.ReadAsync())!.Value.EventType);
        return reader;
    }

    /// <summary>Reads the next event; <see langword="null"/> if the stream has ended.</summary>
    public async Task<SseItem<string>?> ReadAsync() => await _events.MoveNextAsync().AsTask().InTime() ? _events.Current : null;

    /// <summary>Reads the next event other than heartbeats, as one line. Heartbeats do not extend the deadline.</summary>
    public Task<string> NextAsync() => ReadNextAsync().InTime();

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _events.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // Closing the response interrupted a read in progress.
        }
    }

    private async Task<string> ReadNextAsync()
    {
        while (true)
        {
            switch (await ReadAsync())
            {
                case null:
                    return "end";
                case { EventType: "change" } item:
                    var change = JsonNode.Parse(item.Data)!;
                    Assert.Equal((string)item.EventId!, change["revision"]!.ToString());
                    return $"{item.EventId} {change["kind"]} {string.Join(' ', change["differences"]!.AsArray().Select(difference => $"{difference!["path"]}={difference["after"]}"))}";
                case { EventType: "refreshed" } item:
                    return $"{item.EventId} refreshed";
            }
        }
    }
}

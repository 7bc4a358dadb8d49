using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>Reads a merge patch, bounded in size and depth.</summary>
internal static class PatchBody
{
    private const string Where = "body";

    private static readonly JsonDocumentOptions _json = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <exception cref="RequestProblem">The body is too large, or is not one JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var bounded = BoundedStream.Of(request, maxBytes, () => TooLarge(maxBytes));
        try
        {
            var node = await JsonNode.ParseAsync(bounded, documentOptions: _json, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (node is JsonObject patch)
            {
                ThrowIfUnreadable(patch);
                return patch;
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw RequestProblem.Bad(Where, $"The body is not valid JSON with at most {_json.MaxDepth} levels: {malformed.Message}");
        }

        throw RequestProblem.Bad(Where, "The body must be one JSON object with the changes.");
    }

    /// <summary>Text is decoded on first use, and may turn out to be invalid: an unpaired surrogate, or bytes that are not UTF-8.</summary>
    private static void ThrowIfUnreadable(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    ThrowIfUnreadable(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ThrowIfUnreadable(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private static RequestProblem TooLarge(int maxBytes) => RequestProblem.TooLarge($"A patch may have at most {maxBytes} bytes.");
}

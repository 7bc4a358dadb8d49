using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Parses JSON from outside completely: nodes otherwise decode their contents on first use, and fail then if a text is invalid or a name occurs twice.</summary>
internal static class WholeNode
{
    /// <summary>Nodes are visited recursively.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonReaderOptions _reader = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <exception cref="JsonException">It is not JSON, is nested too deep, has a name twice, or an unpaired surrogate.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, _reader);
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
            }

            return JsonNode.Parse(utf8, documentOptions: _strict);
        }
        catch (InvalidOperationException noText)
        {
            throw new JsonException(noText.Message, noText);
        }
    }
}

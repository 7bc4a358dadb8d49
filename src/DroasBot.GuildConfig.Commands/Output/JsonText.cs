using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Writes JSON on one line, readable in every language.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    public static string Of(JsonNode? value) => value?.ToJsonString(_options) ?? "null";
}

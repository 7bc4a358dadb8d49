using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>How settings are shown and typed. How they are stored is the library's own business.</summary>
internal static class SettingsJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static string Text(JsonNode? value) => value?.ToJsonString(Options) ?? "null";

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}

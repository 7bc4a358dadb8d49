using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>How documents are written, whatever the host's own JSON options are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GuildDocument))]
[JsonSerializable(typeof(GuildsDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(SchemaDocument))]
[JsonSerializable(typeof(ChangeDocument))]
[JsonSerializable(typeof(RefreshedDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : JsonSerializerContext;

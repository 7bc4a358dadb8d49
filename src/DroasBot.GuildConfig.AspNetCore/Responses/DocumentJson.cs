using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Serializes documents, independently of the host's own JSON options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GuildDocument))]
[JsonSerializable(typeof(GuildsDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(SchemaDocument))]
[JsonSerializable(typeof(ChangeDocument))]
[JsonSerializable(typeof(RefreshedDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : JsonSerializerContext;

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A frozen set as a JSON array.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class FrozenSetConverter<TItem> : JsonConverter<FrozenSet<TItem>>
{
    public override FrozenSet<TItem>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<HashSet<TItem>>(ref reader, options)?.ToFrozenSet();

    public override void Write(Utf8JsonWriter writer, FrozenSet<TItem> value, JsonSerializerOptions options)
        => JsonSerializer.Serialize<IEnumerable<TItem>>(writer, value, options);
}

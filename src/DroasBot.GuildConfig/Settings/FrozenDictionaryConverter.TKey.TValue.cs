using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A frozen dictionary as a JSON object.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class FrozenDictionaryConverter<TKey, TValue> : JsonConverter<FrozenDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override FrozenDictionary<TKey, TValue>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<Dictionary<TKey, TValue>>(ref reader, options)?.ToFrozenDictionary();

    public override void Write(Utf8JsonWriter writer, FrozenDictionary<TKey, TValue> value, JsonSerializerOptions options)
        => JsonSerializer.Serialize<IReadOnlyDictionary<TKey, TValue>>(writer, value, options);
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A frozen dictionary as a JSON object.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class FrozenDictionaryConverter<TKey, TValue>(JsonNumberHandling? handling) : CollectionConverter<FrozenDictionary<TKey, TValue>>(handling)
    where TKey : notnull
{
    protected override FrozenDictionary<TKey, TValue>? Read(ref Utf8JsonReader reader, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<Dictionary<TKey, TValue>>(ref reader, options)?.ToFrozenDictionary();

    protected override void Write(Utf8JsonWriter writer, JsonSerializerOptions options, FrozenDictionary<TKey, TValue> value)
        => JsonSerializer.Serialize<IReadOnlyDictionary<TKey, TValue>>(writer, value, options);
}

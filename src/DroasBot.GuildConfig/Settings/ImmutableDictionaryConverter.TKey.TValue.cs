using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>An immutable dictionary as a JSON object.</summary>
/// <remarks>
/// The serializer's own converter enumerates it by the interface: a boxed enumerator of this type copies a node of its tree to the heap at each step, which
/// is most of what an edit of a large section costs.
/// </remarks>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class ImmutableDictionaryConverter<TKey, TValue>(JsonNumberHandling? handling) : CollectionConverter<ImmutableDictionary<TKey, TValue>>(handling)
    where TKey : notnull
{
    protected override ImmutableDictionary<TKey, TValue>? Read(ref Utf8JsonReader reader, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<Dictionary<TKey, TValue>>(ref reader, options)?.ToImmutableDictionary();

    protected override void Write(Utf8JsonWriter writer, JsonSerializerOptions options, ImmutableDictionary<TKey, TValue> value)
    {
        var copy = new Dictionary<TKey, TValue>(value.Count, value.KeyComparer);
        foreach (var (key, item) in value)
        {
            copy.Add(key, item);
        }

        JsonSerializer.Serialize(writer, copy, options);
    }
}

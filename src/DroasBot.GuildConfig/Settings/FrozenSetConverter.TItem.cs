using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A frozen set as a JSON array.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class FrozenSetConverter<TItem>(JsonNumberHandling? handling) : CollectionConverter<FrozenSet<TItem>>(handling)
{
    protected override FrozenSet<TItem>? Read(ref Utf8JsonReader reader, JsonSerializerOptions options)
        => JsonSerializer.Deserialize<HashSet<TItem>>(ref reader, options)?.ToFrozenSet();

    protected override void Write(Utf8JsonWriter writer, JsonSerializerOptions options, FrozenSet<TItem> value)
        => JsonSerializer.Serialize<IEnumerable<TItem>>(writer, value, options);
}

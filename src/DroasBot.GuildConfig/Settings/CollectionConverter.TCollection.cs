using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A converter of collections that passes on how a member handles numbers, which the serializer passes only to its own converters.</summary>
/// <param name="handling">How to handle numbers in the collection; <see langword="null"/> for the options' setting.</param>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal abstract class CollectionConverter<TCollection>(JsonNumberHandling? handling) : JsonConverter<TCollection>
{
    private JsonSerializerOptions? _ofItems;

    public sealed override TCollection? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, OfItems(options));

    public sealed override void Write(Utf8JsonWriter writer, TCollection value, JsonSerializerOptions options) => Write(writer, OfItems(options), value);

    protected abstract TCollection? Read(ref Utf8JsonReader reader, JsonSerializerOptions options);

    protected abstract void Write(Utf8JsonWriter writer, JsonSerializerOptions options, TCollection value);

    private JsonSerializerOptions OfItems(JsonSerializerOptions options)
        => handling is null ? options : _ofItems ??= new JsonSerializerOptions(options) { NumberHandling = handling.Value };
}

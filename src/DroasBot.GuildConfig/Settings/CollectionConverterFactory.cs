using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Creates converters for frozen collections, which System.Text.Json writes but cannot read, and for immutable dictionaries, which it writes slowly.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class CollectionConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => ConverterOf(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Create(typeToConvert, handling: null);

    /// <summary>Creates the converter for a collection in which numbers are handled in a certain way.</summary>
    public static JsonConverter Create(Type type, JsonNumberHandling? handling)
        => (JsonConverter)Activator.CreateInstance(ConverterOf(type)!.MakeGenericType(type.GetGenericArguments()), handling)!;

    private static Type? ConverterOf(Type type)
        => !type.IsGenericType ? null
            : type.GetGenericTypeDefinition() == typeof(FrozenSet<>) ? typeof(FrozenSetConverter<>)
            : type.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>) ? typeof(FrozenDictionaryConverter<,>)
            : type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>) ? typeof(ImmutableDictionaryConverter<,>)
            : null;
}

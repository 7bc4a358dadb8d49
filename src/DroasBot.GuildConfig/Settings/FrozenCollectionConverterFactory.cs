using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Reads and writes frozen collections, which System.Text.Json writes but cannot read.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class FrozenCollectionConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => ConverterOf(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => (JsonConverter?)Activator.CreateInstance(ConverterOf(typeToConvert)!.MakeGenericType(typeToConvert.GetGenericArguments()));

    private static Type? ConverterOf(Type type)
        => !type.IsGenericType ? null
            : type.GetGenericTypeDefinition() == typeof(FrozenSet<>) ? typeof(FrozenSetConverter<>)
            : type.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>) ? typeof(FrozenDictionaryConverter<,>)
            : null;
}

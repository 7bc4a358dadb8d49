using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The serializer options of settings.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class SettingsJsonOptions
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Gets the options of sections without their own <see cref="JsonTypeInfo"/>.</summary>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>Gets the options with contracts that lose nothing in a round trip.</summary>
    public static JsonSerializerOptions WithoutLossOf(Type type, JsonSerializerOptions options)
    {
        var resolver = options.TypeInfoResolver
            ?? throw new ArgumentException($"The options of the JsonTypeInfo of {type} have no TypeInfoResolver.", nameof(options));
        return new JsonSerializerOptions(options)
        {
            // Of two values for one member, the first would be lost.
            AllowDuplicateProperties = false,
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
            TypeInfoResolver = resolver.WithAddedModifier(contract => AvoidLoss(contract, type)),

            // Last, so that the host's converters take precedence.
            Converters =
            {
                new WholeStringConverter(),
                new WholeNumberConverter<ulong>(),
                new WholeNumberConverter<long>(),
                new WholeNumberConverter<UInt128>(),
                new WholeNumberConverter<Int128>(),
            },
        };
    }

    private static void AvoidLoss(JsonTypeInfo contract, Type type)
    {
        if (contract.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var member in contract.Properties)
        {
            // Adding the stored items to a collection's initial ones would duplicate these on every round trip.
            member.ObjectCreationHandling = JsonObjectCreationHandling.Replace;
            member.Set ??= FindSetter(member);
            PassOnNumberHandling(member, contract);
            if (contract.Type == type)
            {
                // A member omitted because it is null, for example, would be indistinguishable from one never set, and would read as its default.
                member.ShouldSerialize = null;
            }
        }
    }

    /// <summary>The serializer refuses or ignores number handling for collections with converters of others.</summary>
    private static void PassOnNumberHandling(JsonPropertyInfo member, JsonTypeInfo owner)
    {
        var factory = member.Options.Converters.OfType<CollectionConverterFactory>().FirstOrDefault();
        if ((member.NumberHandling ?? owner.NumberHandling) is { } handling && member.CustomConverter is null && factory?.CanConvert(member.PropertyType) == true)
        {
            (member.NumberHandling, member.CustomConverter) = (null, CollectionConverterFactory.Create(member.PropertyType, handling));
        }
    }

    /// <summary>Without a public setter, a member such as <c>List&lt;string&gt; Words { get; } = []</c> would be written, but never read.</summary>
    private static Action<object, object?>? FindSetter(JsonPropertyInfo member)
        => member is not { Get: not null, IsExtensionData: false } ? null
            : member.AttributeProvider switch
            {
                FieldInfo field => field.SetValue,
                PropertyInfo property => FindSetter(property),
                _ => null,
            };

    /// <summary>A private setter is visible only on the declaring type.</summary>
    private static Action<object, object?>? FindSetter(PropertyInfo property)
        => property.DeclaringType!.GetProperty(property.Name, AnyInstance | BindingFlags.DeclaredOnly)?.SetMethod is { } setter
            ? (target, value) => setter.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, [value], culture: null)
            : property.DeclaringType.GetField($"<{property.Name}>k__BackingField", AnyInstance) is { } field ? field.SetValue
            : null;

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IncludeFields = true,

            // Forms and JavaScript send numbers as text.
            NumberHandling = JsonNumberHandling.AllowReadingFromString,

            // The text goes into a database, never into an HTML page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(), new CollectionConverterFactory() },
        };
        options.MakeReadOnly();
        return options;
    }
}

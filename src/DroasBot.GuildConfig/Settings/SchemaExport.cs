using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Creates the JSON Schema of a section with the framework's exporter, and adds the rules of the library's converters and of the annotations.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SchemaExport(TypeContracts contracts)
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private readonly JsonSerializerOptions _options = WithoutCollectionConverters(contracts.Options);

    public JsonObject Export(GuildSettingsSection section, TypeContract root, JsonElement defaults)
    {
        var schema = Export(root.Type).AsObject();
        schema.Insert(0, "$schema", Draft);
        schema.Insert(1, "title", section.Label);
        if (section.Description is { } description)
        {
            schema.Insert(2, "description", description);
        }

        if (schema["properties"] is JsonObject members)
        {
            foreach (var member in defaults.EnumerateObject().Where(member => members[member.Name] is JsonObject))
            {
                members[member.Name]!["default"] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return schema;
    }

    /// <summary>The exporter looks only into collections with the serializer's own converters. Exporting their items separately would not end for a type that contains itself.</summary>
    private static JsonSerializerOptions WithoutCollectionConverters(JsonSerializerOptions options)
    {
        var without = new JsonSerializerOptions(options);
        foreach (var factory in options.Converters.OfType<CollectionConverterFactory>())
        {
            without.Converters.Remove(factory);
        }

        return without;
    }

    private JsonNode Export(Type type)
        => JsonSchemaExporter.GetJsonSchemaAsNode(_options, type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is JsonObject { Count: > 0 } reference && reference.ContainsKey("$ref"))
        {
            return schema;
        }

        var contract = contracts.Of(context.TypeInfo.Type);
        var owner = context.PropertyInfo is { } property ? contracts.Of(property.DeclaringType).Find(property.Name) : null;
        var allowsNull = owner?.AllowsNull ?? Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null;
        var hasOwnConverter = contract.HasOwnConverter || owner is { HasOwnConverter: true };
        if ((hasOwnConverter ? schema.DeepClone() as JsonObject : Describe(contract, schema)) is not { } described)
        {
            // What a host's converter accepts is unknown.
            return schema.DeepClone();
        }

        Annotate(described, owner, contract);
        return allowsNull ? OrNull(described) : described;
    }

    private JsonObject Describe(TypeContract contract, JsonNode schema)
    {
        var described = schema is JsonObject given ? (JsonObject)given.DeepClone() : new JsonObject();
        if (ValueKind.IsWide(contract.Type))
        {
            return new JsonObject { ["type"] = new JsonArray("string", "integer") };
        }

        switch (contract.Kind, ValueKind.Of(contract))
        {
            case (JsonTypeInfoKind.Object, _):
                described["type"] = "object";
                foreach (var computed in contract.Json.Properties.Where(member => contract.Find(member.Name) is null && !member.IsExtensionData))
                {
                    (described["properties"] as JsonObject)?.Remove(computed.Name);
                }

                described.Remove("required");
                if (!contract.TakesAnyMember)
                {
                    described["additionalProperties"] = false;
                }

                break;
            case (JsonTypeInfoKind.Enumerable, _):
                described["type"] = "array";
                described["items"] ??= Export(contract.ItemType!);
                break;
            case (JsonTypeInfoKind.Dictionary, _):
                described["type"] = "object";
                described["additionalProperties"] ??= Export(contract.ItemType!);
                if (KeysOf(contract.Key!) is { } keys)
                {
                    described["propertyNames"] = keys;
                }

                break;
            case (_, GuildSettingsMemberKind.Choice) when Choices.Of(contract) is { Count: > 0 } names:
                return Choices.MayBeCombined(contract)
                    ? new JsonObject { ["type"] = "string", ["pattern"] = $"^(?:{string.Join('|', names)})(?:, ?(?:{string.Join('|', names)}))*$" }
                    : new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
            case (_, GuildSettingsMemberKind.Integer):
                var (least, most) = NumberLimits.Of(contract.Type);
                return new JsonObject { ["type"] = "integer", ["minimum"] = Number(least), ["maximum"] = Number(most) };
            case (_, GuildSettingsMemberKind.Number):
                return new JsonObject { ["type"] = "number" };
            case (_, GuildSettingsMemberKind.Boolean):
                return new JsonObject { ["type"] = "boolean" };
        }

        return contract.Type == typeof(string) ? new JsonObject { ["type"] = "string" } : described;
    }

    private static JsonObject? KeysOf(TypeContract key)
    {
        if (key.Type == typeof(ulong) || ValueKind.Of(key) == GuildSettingsMemberKind.Integer)
        {
            var (least, most) = NumberLimits.Of(key.Type);
            return new JsonObject { ["pattern"] = NumberPattern.Between(least, most) };
        }

        return key.Type.IsEnum ? new JsonObject { ["enum"] = new JsonArray([.. Choices.Of(key).Select(name => JsonValue.Create(name))]) } : null;
    }

    private static JsonNode? Number(BigInteger number) => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture));

    private static void Annotate(JsonObject schema, MemberContract? member, TypeContract contract)
    {
        if (ValueKind.IsWide(contract.Type))
        {
            var (least, most) = Range(member, contract);
            schema["minimum"] = Number(least);
            schema["maximum"] = Number(most);
            schema["pattern"] = NumberPattern.Between(least, most);
        }

        if (member is null)
        {
            return;
        }

        schema["title"] = MemberDescription.LabelOf(member);
        if (MemberDescription.DescriptionOf(member) is { } description)
        {
            schema["description"] = description;
        }

        foreach (var rule in member.Rules)
        {
            Annotate(schema, rule, contract);
        }
    }

    private static void Annotate(JsonObject schema, ValidationAttribute rule, TypeContract contract)
    {
        var isList = contract.Kind == JsonTypeInfoKind.Enumerable;
        switch (rule)
        {
            case RangeAttribute range when !ValueKind.IsWide(contract.Type) && ValueKind.Of(contract) is GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Number:
                schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = MemberRange.ToJson(range.Minimum);
                schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = MemberRange.ToJson(range.Maximum);
                break;
            case StringLengthAttribute length:
                schema["maxLength"] = length.MaximumLength;
                schema["minLength"] = length.MinimumLength;
                break;
            case MaxLengthAttribute { Length: > 0 } length:
                schema[isList ? "maxItems" : "maxLength"] = length.Length;
                break;
            case MinLengthAttribute length:
                schema[isList ? "minItems" : "minLength"] = length.Length;
                break;
            case LengthAttribute length:
                schema[isList ? "minItems" : "minLength"] = length.MinimumLength;
                schema[isList ? "maxItems" : "maxLength"] = length.MaximumLength;
                break;
            case RegularExpressionAttribute expression:
                schema["pattern"] = $"^(?:{expression.Pattern})$";
                break;
            case RequiredAttribute { AllowEmptyStrings: false } when contract.Type == typeof(string) && !schema.ContainsKey("pattern"):
                schema["pattern"] = "\\S";
                break;
        }
    }

    private static (BigInteger Least, BigInteger Most) Range(MemberContract? member, TypeContract contract)
    {
        var (least, most) = NumberLimits.Of(contract.Type);
        return member?.Rules.OfType<RangeAttribute>().FirstOrDefault() is { } range
            ? (BigInteger.Max(least, MemberRange.ToInteger(range.Minimum, least)), BigInteger.Min(most, MemberRange.ToInteger(range.Maximum, most)))
            : (least, most);
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray types when !types.Any(type => type?.GetValue<string>() == "null"):
                types.Add("null");
                break;
            case JsonValue type when type.GetValue<string>() != "null":
                schema["type"] = new JsonArray(type.GetValue<string>(), "null");
                break;
        }

        if (schema["enum"] is JsonArray choices && !choices.Contains(null))
        {
            choices.Add(null);
        }

        return schema;
    }
}

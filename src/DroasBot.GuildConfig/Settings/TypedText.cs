using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Converts typed text to JSON, according to the type of its target.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class TypedText
{
    private const string Nothing = "null";

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    public static JsonNode? Parse(SettingsTarget target, string typed)
    {
        var contract = target.Contract;
        var text = typed.Trim();
        if (contract.Type == typeof(string))
        {
            return JsonValue.Create(typed);
        }

        if (target.AllowsNull && text == Nothing)
        {
            return null;
        }

        var kind = contract.Kind == JsonTypeInfoKind.None ? ValueKind.Of(contract) : GuildSettingsMemberKind.Object;
        return kind switch
        {
            GuildSettingsMemberKind.Choice => JsonValue.Create(Choices.Find(contract, text, StringComparison.OrdinalIgnoreCase) ?? text),
            GuildSettingsMemberKind.Boolean => TryParse(text.ToLowerInvariant()) ?? JsonValue.Create(typed),
            GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Id when ValueKind.IsWide(contract.Type) => JsonValue.Create(text),
            GuildSettingsMemberKind.Object or GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Number => TryParse(text) ?? JsonValue.Create(typed),
            _ => JsonValue.Create(text),
        };
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: _strict);
        }
        catch (Exception unfit) when (unfit is JsonException or ArgumentException)
        {
            // Not JSON, or not valid Unicode.
            return null;
        }
    }
}

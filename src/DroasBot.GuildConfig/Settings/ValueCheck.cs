using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Checks whether given JSON has the type of its path: more strictly than the serializer, which reads stored text.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class ValueCheck
{
    /// <exception cref="ArgumentException">It does not; the message names the path, the expected type and the value.</exception>
    public static void ThrowIfUnfit(SettingsTarget target, JsonNode? value)
    {
        if (Find(target.Path, target.Contract, target.AllowsNull, target.Member, value).FirstOrDefault() is { } violation)
        {
            throw new ArgumentException(violation.Message, nameof(value));
        }
    }

    /// <summary>Finds all values that do not fit; each message names the path, the expected type and the value.</summary>
    public static IEnumerable<GuildSettingsViolation> Find(string path, TypeContract contract, bool allowsNull, MemberContract? member, JsonNode? value)
        => (contract.Kind, value) switch
        {
            (_, null) when allowsNull => [],
            (JsonTypeInfoKind.Object, JsonObject members) => members.SelectMany(inner => FindInMember(path, contract, inner.Key, inner.Value)),
            (JsonTypeInfoKind.Dictionary, JsonObject entries) => entries.SelectMany(entry => FindInEntry(path, contract, member, entry.Key, entry.Value)),
            (JsonTypeInfoKind.Enumerable, JsonArray items) => items.SelectMany((item, index) => FindInItem(SettingsPath.Append(path, index.ToString(CultureInfo.InvariantCulture)), contract, member, item)),
            (JsonTypeInfoKind.None, not null) when IsFit(contract, member, value) => [],
            _ => [new GuildSettingsViolation(path, $"{QuotedText.Of(path)} takes {ExpectedValue.Of(contract, allowsNull)}, not {Shown(value)}.")],
        };

    public static bool MayBeNull(TypeContract item, Type declared, MemberContract? collection)
        => declared.IsValueType ? declared != item.Type : collection is null or { AllowsNullItems: true };

    private static IEnumerable<GuildSettingsViolation> FindInMember(string path, TypeContract contract, string name, JsonNode? value)
        => contract.Find(name) is { } member ? Find(SettingsPath.Append(path, name), member.Value, member.AllowsNull, member, value)
            : contract.TakesAnyMember ? []
            : [new GuildSettingsViolation(SettingsPath.Append(path, name), SettingsTarget.NoSuchMember(path, contract, name))];

    private static IEnumerable<GuildSettingsViolation> FindInEntry(string path, TypeContract contract, MemberContract? member, string key, JsonNode? value)
        => SettingsTarget.TryFindKey(contract, key, out _)
            ? FindInItem(SettingsPath.Append(path, key), contract, member, value)
            : [new GuildSettingsViolation(SettingsPath.Append(path, key), SettingsTarget.NoSuchKey(path, contract, key))];

    private static IEnumerable<GuildSettingsViolation> FindInItem(string path, TypeContract contract, MemberContract? member, JsonNode? value)
        => Find(path, contract.Item!, MayBeNull(contract.Item!, contract.ItemType!, member), member: null, value);

    /// <summary>Numbers in strings, names in different case and the like can be read from stored text, but do not conform to the schema.</summary>
    private static bool IsFit(TypeContract contract, MemberContract? member, JsonNode value)
    {
        var kind = value.GetValueKind();
        var isOfKind = contract.HasOwnConverter || member is { HasOwnConverter: true } || ValueKind.Of(contract) switch
        {
            GuildSettingsMemberKind.Choice => kind == JsonValueKind.String
                ? JsonStrings.TextOf(value) is { } name && Choices.Find(contract, name, StringComparison.Ordinal) is not null
                : Choices.Of(contract).Count == 0,
            GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Id or GuildSettingsMemberKind.Number => kind == JsonValueKind.Number || (kind == JsonValueKind.String && ValueKind.IsWide(contract.Type)),
            _ => true,
        };
        return isOfKind && IsReadable(contract, member, value);
    }

    private static bool IsReadable(TypeContract contract, MemberContract? member, JsonNode value)
    {
        try
        {
            if (member is { HasOwnConverter: true })
            {
                // Only the section as a whole can be read; that is done later, and reports faults.
                return true;
            }

            var read = value.Deserialize(contract.Json);
            return read switch
            {
                null => false,
                double number => double.IsFinite(number),
                float number => float.IsFinite(number),
                Half number => Half.IsFinite(number),
                _ => true,
            };
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static string Shown(JsonNode? value)
    {
        try
        {
            return value is null ? "null" : QuotedText.Of(JsonStrings.TextOf(value) ?? value.ToJsonString(SettingsJsonOptions.Default));
        }
        catch (InvalidOperationException)
        {
            return "text with an unpaired surrogate";
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Decides whether JSON that somebody gives is of the type that a path has: more strictly than the serializer, which reads what is stored.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class ValueCheck
{
    /// <exception cref="ArgumentException">It is not; path, expectation and value are named.</exception>
    public static void ThrowIfUnfit(SettingsTarget target, JsonNode? value) => Check(target.Path, target.Contract, target.AllowsNull, target.Member, value);

    private static void Check(string path, TypeContract contract, bool allowsNull, MemberContract? member, JsonNode? value)
    {
        switch (contract.Kind, value)
        {
            case (_, null) when allowsNull:
                break;
            case (JsonTypeInfoKind.Object, JsonObject members):
                CheckMembers(path, contract, members);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                foreach (var (key, item) in entries)
                {
                    _ = SettingsTarget.FindKey(path, contract, key);
                    Check(SettingsPath.Append(path, key), contract.Item!, MayBeNull(contract.Item!, contract.ItemType!, member), member: null, item);
                }

                break;
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                for (var i = 0; i < items.Count; i++)
                {
                    Check(SettingsPath.Append(path, i.ToString(CultureInfo.InvariantCulture)), contract.Item!, MayBeNull(contract.Item!, contract.ItemType!, member), member: null, items[i]);
                }

                break;
            default:
                if (value is null || contract.Kind is not JsonTypeInfoKind.None || !IsFit(contract, member, value))
                {
                    throw new ArgumentException($"'{path}' takes {ExpectedValue.Of(contract, allowsNull)}, not {Shown(value)}.", nameof(value));
                }

                break;
        }
    }

    public static bool MayBeNull(TypeContract item, Type declared, MemberContract? collection)
        => declared.IsValueType ? declared != item.Type : collection is null or { AllowsNullItems: true };

    private static void CheckMembers(string path, TypeContract contract, JsonObject members)
    {
        foreach (var (name, inner) in members)
        {
            if (contract.Find(name) is { } member)
            {
                Check(SettingsPath.Append(path, name), member.Value, member.AllowsNull, member, inner);
            }
            else if (!contract.TakesAnyMember)
            {
                throw SettingsTarget.NoSuchMember(path, contract, name);
            }
        }
    }

    /// <summary>Numbers in strings, names in another case and the like are read where they are stored, but are not what a schema tells.</summary>
    private static bool IsFit(TypeContract contract, MemberContract? member, JsonNode value)
    {
        var kind = value.GetValueKind();
        var isOfKind = contract.HasOwnConverter || member?.Json.CustomConverter is not null || ValueKind.Of(contract) switch
        {
            GuildSettingsMemberKind.Choice => kind == JsonValueKind.String ? Choices.Find(contract, value.GetValue<string>(), StringComparison.Ordinal) is not null : Choices.Of(contract).Count == 0,
            GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Id or GuildSettingsMemberKind.Number => kind == JsonValueKind.Number || (kind == JsonValueKind.String && ValueKind.IsWide(contract.Type)),
            _ => true,
        };
        return isOfKind && IsReadable(contract, member, value);
    }

    private static bool IsReadable(TypeContract contract, MemberContract? member, JsonNode value)
    {
        try
        {
            if (member?.Json.CustomConverter is not null)
            {
                // Only the section as a whole can be read then; that is done later, and says what is wrong.
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
        => value is null ? "null" : value.GetValueKind() == JsonValueKind.String ? QuotedText.Of(value.GetValue<string>()) : QuotedText.Of(value.ToJsonString(SettingsJsonOptions.Default));
}

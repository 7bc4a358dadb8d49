using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Describes a section by its contract.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class SectionDescription
{
    public static GuildSettingsSection Of(string name, TypeContract root, int schemaVersion, JsonNode? defaults)
        => new(
            name,
            () => MemberDescription.LabelOf(root.Type, name),
            () => MemberDescription.DescriptionOf(root.Type),
            schemaVersion,
            [.. MembersOf(root, name, defaults, [root])]);

    private static IEnumerable<GuildSettingsMember> MembersOf(TypeContract contract, string path, JsonNode? defaults, TypeContract[] owners)
    {
        foreach (var member in contract.Members.Where(member => !MemberDescription.IsHidden(member)).OrderBy(MemberDescription.OrderOf))
        {
            var memberPath = SettingsPath.Append(path, member.Name);
            var standard = (defaults as JsonObject)?[member.Name];
            yield return Describe(member, memberPath, standard);

            // A type may contain itself, so the recursion needs an end.
            if (member.Value.Kind == JsonTypeInfoKind.Object && !owners.Contains(member.Value))
            {
                foreach (var inner in MembersOf(member.Value, memberPath, standard, [.. owners, member.Value]))
                {
                    yield return inner;
                }
            }
        }
    }

    private static GuildSettingsMember Describe(MemberContract member, string path, JsonNode? standard)
    {
        var kind = ValueKind.Of(member);
        var isList = member.Value.Kind == JsonTypeInfoKind.Enumerable;
        var range = member.Rules.OfType<RangeAttribute>().FirstOrDefault();
        return new GuildSettingsMember(
            path,
            () => MemberDescription.LabelOf(member),
            () => MemberDescription.DescriptionOf(member),
            standard,
            range is null ? null : MemberRange.ToJson(range.Minimum),
            range is null ? null : MemberRange.ToJson(range.Maximum))
        {
            Kind = kind,
            IsNullable = member.AllowsNull,
            IsList = isList,
            Choices = kind == GuildSettingsMemberKind.Choice ? Settings.Choices.Of(isList ? member.Value.Item! : member.Value) : null,
            MaxLength = MemberDescription.MaxLengthOf(member),
        };
    }
}

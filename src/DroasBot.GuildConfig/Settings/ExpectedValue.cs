using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Describes the valid values of a type, for messages to people who typed another one.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class ExpectedValue
{
    public static string Of(TypeContract contract, bool allowsNull) => allowsNull ? $"{Of(contract)}, or null" : Of(contract);

    public static string MembersOf(TypeContract contract) => string.Join(", ", contract.Members.Select(member => member.Name));

    private static string Of(TypeContract contract)
        => contract.Kind switch
        {
            JsonTypeInfoKind.Object => $"an object with {MembersOf(contract)}",
            JsonTypeInfoKind.Enumerable => $"a list in square brackets, each item {Of(contract.Item!)}",
            JsonTypeInfoKind.Dictionary => $"an object, each value {Of(contract.Item!)}",
            _ => ValueKind.Of(contract) switch
            {
                GuildSettingsMemberKind.Choice when Choices.Of(contract) is { Count: > 0 } names => $"{(Choices.MayBeCombined(contract) ? "any" : "one")} of {string.Join(", ", names)}",
                GuildSettingsMemberKind.Choice => "a number",
                GuildSettingsMemberKind.Boolean => "true or false",
                GuildSettingsMemberKind.Integer or GuildSettingsMemberKind.Id => RangeOf(contract.Type),
                GuildSettingsMemberKind.Number => "a number",
                GuildSettingsMemberKind.Duration => "a duration, as in 01:30:00",
                GuildSettingsMemberKind.Instant => "a date and time, as in 2031-02-03T04:05:06Z",
                _ => contract.Type == typeof(string) ? "a text" : $"a {contract.Type.Name}",
            },
        };

    private static string RangeOf(Type type)
    {
        var (least, most) = NumberLimits.Of(type);
        return string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
    }
}

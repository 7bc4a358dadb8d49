using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The JSON names of an enum's values.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class Choices
{
    private const char Combination = ',';

    /// <summary>Gets the names; none if the contract writes numbers.</summary>
    public static IReadOnlyList<string> Of(TypeContract contract)
        => [.. Enum.GetValues(contract.Type).Cast<object>()
            .Select(value => JsonSerializer.SerializeToElement(value, contract.Json))
            .Where(value => value.ValueKind == JsonValueKind.String)
            .Select(value => value.GetString()!)
            .Distinct()];

    public static bool MayBeCombined(TypeContract contract) => contract.Type.IsDefined(typeof(FlagsAttribute));

    /// <summary>Finds a typed text among the names; <see langword="null"/> if it is none of them.</summary>
    public static string? Find(TypeContract contract, string typed, StringComparison comparison)
    {
        var names = Of(contract);
        if (!MayBeCombined(contract))
        {
            return names.FirstOrDefault(name => name.Equals(typed.Trim(), comparison));
        }

        var found = typed.Split(Combination, StringSplitOptions.TrimEntries).Select(part => names.FirstOrDefault(name => name.Equals(part, comparison))).ToArray();
        return found.Contains(null) ? null : string.Join(", ", found);
    }
}

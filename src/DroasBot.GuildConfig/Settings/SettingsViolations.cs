using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Finds everything that is wrong with settings, so that whoever fixes them has to do it once.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class SettingsViolations
{
    public static IReadOnlyList<string> Find<TSettings>(TSettings settings, Func<TSettings, IEnumerable<string>>? validate)
        where TSettings : class
    {
        var results = new List<ValidationResult>();
        _ = Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        return [.. results.Select(Describe), .. validate?.Invoke(settings) ?? []];
    }

    private static string Describe(ValidationResult violation)
        => $"{string.Join(", ", violation.MemberNames)}: {violation.ErrorMessage}".TrimStart(':', ' ');
}

using System.Globalization;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>Reads route and query parameters. Errors include the parameter's name and value.</summary>
internal static class Parameters
{
    private const int MostShown = 40;

    public static ulong Snowflake(string name, string value)
        => TryReadSnowflake(value, out var id) ? id : throw RequestProblem.Bad(name, $"{name} must be a snowflake, a whole number from 1 to {ulong.MaxValue}, not '{Shown(value)}'.");

    public static bool TryReadSnowflake(string value, out ulong id) => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != 0;

    public static long Revision(string name, string value, long least)
        => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision >= least
            ? revision
            : throw RequestProblem.Bad(name, $"{name} must be a revision, a whole number from {least} to {long.MaxValue}, not '{Shown(value)}'.");

    public static int Count(string name, string? value, int standard, int most)
        => value is null ? standard
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most ? count
            : throw RequestProblem.Bad(name, $"{name} must be a whole number from 1 to {most}, not '{Shown(value)}'.");

    public static bool Flag(string name, string? value)
        => value switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw RequestProblem.Bad(name, $"{name} must be true or false, not '{Shown(value)}'."),
        };

    private static string Shown(string value) => value.Length <= MostShown ? value : $"{value[..MostShown]}...";
}

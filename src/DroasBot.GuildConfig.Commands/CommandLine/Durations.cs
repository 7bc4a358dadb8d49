using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Durations on the command line: a whole number of days, hours or minutes.</summary>
internal static class Durations
{
    private const int MostDays = 36_500;

    public static Option<TimeSpan> Option(string name, string description)
        => new(name)
        {
            Description = description,
            HelpName = "90d|12h|30m",
            Required = true,
            CustomParser = Parse,
        };

    private static TimeSpan Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        TimeSpan? unit = text.LastOrDefault() switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            _ => null,
        };
        if (unit is { } length && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && length * number <= TimeSpan.FromDays(MostDays))
        {
            return length * number;
        }

        result.AddError($"'{text}' is not a duration such as 90d, 12h or 30m, of at most {MostDays} days.");
        return default;
    }
}

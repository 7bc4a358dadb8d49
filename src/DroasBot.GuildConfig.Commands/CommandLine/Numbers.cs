using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Whole numbers on the command line, with an error that says what was expected.</summary>
internal static class Numbers
{
    private const int UsualLimit = 20;

    public static Option<int> Limit(string description) => Option("--limit", description, least: 1, most: int.MaxValue, UsualLimit);

    public static Argument<long> Revision()
        => new("revision")
        {
            Description = "The revision of one of the guild's changes, as shown by 'history'.",
            CustomParser = result => Parse(result, "revision", 1, long.MaxValue) ?? 0,
        };

    private static Option<int> Option(string name, string description, int least, int most, int byDefault)
        => new(name)
        {
            Description = description,
            HelpName = "n",
            DefaultValueFactory = _ => byDefault,
            CustomParser = result => Parse(result, $"number from {least} to {most} for {name}", least, most) ?? byDefault,
        };

    /// <summary>Returns <see langword="null"/> if nothing was given, or if an error was added to the result.</summary>
    public static T? Parse<T>(ArgumentResult result, string what, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"'{text}' is not a {what}.");
        return null;
    }
}

using System.Text.RegularExpressions;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Damages text like people, other programs and attackers do: characters, tokens, structure.</summary>
internal static partial class TextMutation
{
    private const int MostChanges = 5;
    private const int Deep = 20_000;

    /// <summary>Tokens that may break a parser for JSON, paths or keywords.</summary>
    private static readonly string[] _awkward =
    [
        "null", "true", "false", "0", "-0", "1e400", "-1e-400", "0.1e+1", "01", "+1", ".5", "1.", "NaN", "Infinity", "18446744073709551615", "18446744073709551616",
        "-9223372036854775809", "9007199254740993", "99999999999999999999999999999999999999999", "\"\"", "\"null\"", "\"5\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"",
        "\"\\", "\"", "'", "{", "}", "[", "]", "{}", "[]", ",", ":", ".", "..", "-", "\\", "\\.", "=", ";", "/", "//", "/**/", "#", "$ref", "\"$ref\":\"#/x\"", "\"$version\":2", "\"$version\":1e9",
        "\"$damaged\":\"x\"", "\"every\":{}", "\"Every\":{}", "\"pattern\":\"(\"", "\"type\":[]", "\uFEFF", "\0", "\r\n", "\t", "\u2028", "\ud800", "\udc00", "\ud83d\ude00", "\u0130", "é", " ",
    ];

    /// <summary>Mutates one of several texts.</summary>
    public static string MutateOne(string[] texts, Random random) => Mutate(texts[random.Next(texts.Length)], random);

    /// <summary>Mutates a text in up to five places.</summary>
    public static string Mutate(string text, Random random)
    {
        for (var changes = random.Next(MostChanges + 1); changes > 0; changes--)
        {
            text = random.Next(10) switch
            {
                < 2 => ChangeCharacter(text, random),
                < 8 => ChangeToken(text, random),
                8 => Cut(text, random),
                _ => Nest(text, random),
            };
        }

        return text;
    }

    private static string ChangeCharacter(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(3) switch
        {
            0 when at < text.Length => text.Remove(at, 1),
            1 when at < text.Length => text[..at] + (char)random.Next(random.Next(2) == 0 ? 128 : 65_536) + text[(at + 1)..],
            _ => text.Insert(at, ((char)random.Next(random.Next(2) == 0 ? 128 : 65_536)).ToString()),
        };
    }

    private static string ChangeToken(string text, Random random)
    {
        if (FindToken(text, random) is not { } one || FindToken(text, random) is not { } other)
        {
            return text + Awkward(random);
        }

        var (before, after) = (text[..one.Index], text[(one.Index + one.Length)..]);
        return random.Next(6) switch
        {
            0 => before + after,
            1 => before + one.Value + one.Value + after,
            2 => before + other.Value + after,
            3 => before + Awkward(random) + one.Value + after,
            4 => before + one.Value + "," + text[Math.Min(one.Index, other.Index)..Math.Max(one.Index + one.Length, other.Index + other.Length)] + after,
            _ => before + Awkward(random) + after,
        };
    }

    private static string Cut(string text, Random random)
    {
        var (from, to) = (random.Next(text.Length + 1), random.Next(text.Length + 1));
        return random.Next(2) == 0 ? text[..from] : text.Remove(Math.Min(from, to), Math.Abs(to - from));
    }

    /// <summary>Nests a token deeply, or makes it very long: rarely, since that is slow.</summary>
    private static string Nest(string text, Random random)
    {
        if (FindToken(text, random) is not { } token)
        {
            return text;
        }

        var depth = random.Next(40) == 0 ? Deep : random.Next(130);
        var value = random.Next(3) switch
        {
            0 => string.Concat(Enumerable.Repeat("[", depth)) + token.Value + new string(']', depth),
            1 => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + token.Value + new string('}', depth),
            _ => token.Value.Insert(token.Length / 2, new string('x', depth)),
        };
        return text[..token.Index] + value + text[(token.Index + token.Length)..];
    }

    /// <summary>Finds the first token from a random position on; in the middle of a token, its rest.</summary>
    private static Match? FindToken(string text, Random random)
        => Token().Match(text, random.Next(text.Length + 1)) is { Success: true } found ? found : Token().Match(text) is { Success: true } first ? first : null;

    private static string Awkward(Random random) => _awkward[random.Next(_awkward.Length)];

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|[-+\w]+|\S
        """)]
    private static partial Regex Token();
}

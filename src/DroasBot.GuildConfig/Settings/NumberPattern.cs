using System.Globalization;
using System.Numerics;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Creates a regular expression for the integers in a range: a schema has no other way to specify a range for numbers in strings.</summary>
internal static class NumberPattern
{
    public static string Between(BigInteger least, BigInteger most)
    {
        var alternatives = new List<string>();
        if (least < 0)
        {
            alternatives.AddRange(Positive(most < 0 ? -most : 1, -least).Select(pattern => $"-{pattern}"));
        }

        if (most >= 0)
        {
            alternatives.AddRange(Positive(BigInteger.Max(least, 0), most));
        }

        return $"^(?:{string.Join('|', alternatives)})$";
    }

    /// <summary>Creates a pattern for each subrange of numbers with the same leading digits and arbitrary trailing digits.</summary>
    private static IEnumerable<string> Positive(BigInteger least, BigInteger most)
    {
        for (var from = least; from <= most;)
        {
            var step = BigInteger.One;
            while (!from.IsZero && (from % (step * 10)).IsZero && from + (step * 10) - 1 <= most)
            {
                step *= 10;
            }

            var last = from;
            while (last / step % 10 < 9 && last + (step * 2) - 1 <= most)
            {
                last += step;
            }

            yield return Stretch(from / step, last / step, step);
            from = last + step;
        }
    }

    private static string Stretch(BigInteger first, BigInteger last, BigInteger step)
    {
        var digits = first.ToString(CultureInfo.InvariantCulture);
        var end = last.ToString(CultureInfo.InvariantCulture)[^1];
        var any = step.ToString(CultureInfo.InvariantCulture).Length - 1;
        var final = digits[^1] == end ? $"{end}" : $"[{digits[^1]}-{end}]";
        return $"{digits[..^1]}{final}{(any == 0 ? "" : $"[0-9]{{{any}}}")}";
    }
}

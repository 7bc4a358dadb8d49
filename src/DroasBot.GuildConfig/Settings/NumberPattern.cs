using System.Globalization;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Creates a regular expression for the integers in a range: a schema has no other way to specify a range for numbers in strings.</summary>
internal static class NumberPattern
{
    public static string Between(Int128 least, Int128 most)
    {
        var alternatives = new List<string>();
        if (least < 0)
        {
            alternatives.AddRange(Positive(most < 0 ? (UInt128)(-most) : 1, Magnitude(least)).Select(pattern => $"-{pattern}"));
        }

        if (most >= 0)
        {
            alternatives.AddRange(Positive(least > 0 ? (UInt128)least : 0, (UInt128)most));
        }

        return $"^(?:{string.Join('|', alternatives)})$";
    }

    private static UInt128 Magnitude(Int128 value) => value == Int128.MinValue ? (UInt128)Int128.MaxValue + 1 : (UInt128)(-value);

    /// <summary>Creates a pattern for each subrange of numbers with the same leading digits and arbitrary trailing digits.</summary>
    private static IEnumerable<string> Positive(UInt128 least, UInt128 most)
    {
        for (var from = least; from <= most;)
        {
            var step = (UInt128)1;
            while (from % (step * 10) == 0 && from != 0 && step <= most / 100 && from + (step * 10) - 1 <= most)
            {
                step *= 10;
            }

            var last = from;
            while (last / step % 10 < 9 && most - last >= step && most - (last + step) >= step - 1)
            {
                last += step;
            }

            yield return Stretch(from / step, last / step, step);
            if (most - last < step)
            {
                yield break;
            }

            from = last + step;
        }
    }

    private static string Stretch(UInt128 first, UInt128 last, UInt128 step)
    {
        var digits = first.ToString(CultureInfo.InvariantCulture);
        var end = last.ToString(CultureInfo.InvariantCulture)[^1];
        var any = step.ToString(CultureInfo.InvariantCulture).Length - 1;
        var final = digits[^1] == end ? $"{end}" : $"[{digits[^1]}-{end}]";
        return $"{digits[..^1]}{final}{(any == 0 ? "" : $"[0-9]{{{any}}}")}";
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>An option as the pages write it down.</summary>
/// <param name="Name">Its name, with the option before it that it belongs to.</param>
/// <param name="Default">Its default.</param>
/// <param name="Range">Its range; empty if its attributes give none.</param>
internal sealed record DocumentedOption(string Name, string Default, string Range)
{
    private static readonly (TimeSpan Length, string Name)[] _units =
        [(TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "min"), (TimeSpan.FromSeconds(1), "s"), (TimeSpan.FromMilliseconds(1), "ms")];

    /// <summary>Finds the options of a class, and of the classes of options inside it.</summary>
    public static IEnumerable<DocumentedOption> Of(object options, string prefix = "")
    {
        foreach (var property in options.GetType().GetProperties())
        {
            var value = property.GetValue(options);
            if (property.SetMethod is not null)
            {
                yield return new DocumentedOption(prefix + property.Name, Text(value), RangeOf(property));
            }
            else
            {
                foreach (var inner in Of(value!, $"{prefix}{property.Name}."))
                {
                    yield return inner;
                }
            }
        }
    }

    private static string RangeOf(PropertyInfo property)
        => property.GetCustomAttribute<RangeAttribute>() is { } range ? Text(range)
            : property.GetCustomAttribute<RequiredAttribute>() is not null ? "not empty"
            : string.Empty;

    private static string Text(RangeAttribute range)
    {
        var (least, most) = (Limit(range, range.Minimum), Limit(range, range.Maximum));
        return Convert.ToDouble(most is TimeSpan ? 0 : most, CultureInfo.InvariantCulture) is >= int.MaxValue ? $"{Text(least)} or more" : $"{Text(least)} to {Text(most)}";
    }

    /// <summary>An attribute cannot hold all types: it holds the text of the others.</summary>
    private static object Limit(RangeAttribute range, object limit)
        => limit is not string text ? limit
            : range.OperandType == typeof(TimeSpan) ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
            : long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(object? value)
        => value switch
        {
            null => "none",
            bool flag => flag ? "true" : "false",
            TimeSpan { Ticks: 0 } => "0",
            TimeSpan time => Text(time),
            IFormattable number => number.ToString("#,0.####", CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    /// <summary>In the largest unit that leaves a whole number.</summary>
    private static string Text(TimeSpan time)
    {
        var (length, name) = _units.First(unit => time.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks:N0} {name}");
    }
}

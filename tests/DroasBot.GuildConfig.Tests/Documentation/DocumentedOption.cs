using System.Globalization;
using System.Reflection;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>An option as the pages document it.</summary>
/// <param name="Name">Its name, prefixed with the option that contains it.</param>
/// <param name="Default">Its default.</param>
/// <param name="Range">Its range; empty if its attributes give none.</param>
internal sealed record DocumentedOption(string Name, string Default, string Range)
{
    private static readonly (TimeSpan Length, string Name)[] _units =
        [(TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "min"), (TimeSpan.FromSeconds(1), "s"), (TimeSpan.FromMilliseconds(1), "ms")];

    /// <summary>Finds the options of a class, including nested option classes.</summary>
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
        => property.GetCustomAttribute<AllowedRangeAttribute>() is not { } range ? string.Empty
            : range.Maximum is int.MaxValue or long.MaxValue ? $"{Text(range.Minimum)} or more"
            : $"{Text(range.Minimum)} to {Text(range.Maximum)}";

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

    /// <summary>Formats a duration in the largest unit that gives a whole number.</summary>
    private static string Text(TimeSpan time)
    {
        var (length, name) = _units.First(unit => time.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks:N0} {name}");
    }
}

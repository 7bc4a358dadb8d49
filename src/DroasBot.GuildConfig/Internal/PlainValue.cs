using System.Globalization;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Formats numbers and times for people: 36,500 d, 1 h, 250 ms.</summary>
internal static class PlainValue
{
    private static readonly (long Ticks, string Unit)[] _units =
    [
        (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "min"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"),
        (TimeSpan.TicksPerMicrosecond, "us"),
    ];

    public static string Of(object value)
        => value switch
        {
            TimeSpan time => Of(time),
            double number => number.ToString("0.####", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        };

    /// <summary>Uses the largest unit in which the time is a whole number.</summary>
    private static string Of(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return "0 s";
        }

        foreach (var (ticks, unit) in _units)
        {
            if (time.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / ticks:N0} {unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0.####} ms");
    }
}

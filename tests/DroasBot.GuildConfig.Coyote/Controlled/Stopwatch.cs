#pragma warning disable IDE0130 // Replaces the runtime's own.
namespace System.Diagnostics;

/// <summary>The clock that the library's sources are compiled with here. Each look at it takes a moment, and nothing else takes time, so a schedule has the same times whenever it runs.</summary>
internal static class Stopwatch
{
    public const long Frequency = TimeSpan.TicksPerSecond;

    private static readonly TimeSpan _look = TimeSpan.FromMicroseconds(10);

    private static long _now;

    public static long GetTimestamp() => _now += _look.Ticks;

    public static TimeSpan GetElapsedTime(long since) => GetElapsedTime(since, GetTimestamp());

    public static TimeSpan GetElapsedTime(long since, long until) => TimeSpan.FromTicks(until - since);

    /// <summary>Lets time pass.</summary>
    public static void Advance(TimeSpan time) => _now += time.Ticks;
}

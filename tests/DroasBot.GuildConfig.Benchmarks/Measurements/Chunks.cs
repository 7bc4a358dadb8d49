using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Times operations that are too short for a clock in chunks, and takes the median: what else runs on the machine interrupts few of them.</summary>
internal static class Chunks
{
    /// <summary>How many operations are timed together.</summary>
    public const int Length = 1 << 10;

    /// <summary>How many chunks make a pass: more guilds are read than the processor's caches hold.</summary>
    public const int Count = 1 << 10;

    public const int Operations = Length * Count;

    /// <param name="read">Does the operations from a number on, as many as are timed together, and counts those that succeed.</param>
    /// <param name="atLeast">Goes on with further passes until so much time has passed.</param>
    /// <returns>Nanoseconds and bytes of an operation.</returns>
    public static async Task<Figure> TimeAsync(Func<int, ValueTask<int>> read, TimeSpan atLeast = default)
    {
        var (times, allocated, found, passes) = (new Samples(), 0L, 0L, 0);
        var begun = Stopwatch.GetTimestamp();
        do
        {
            for (var from = 0; from < Operations; from += Length)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = Stopwatch.GetTimestamp();
                found += await read(from);
                var elapsed = Stopwatch.GetElapsedTime(started);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                times.Add(elapsed.TotalNanoseconds / Length);
            }

            passes++;
        }
        while (Stopwatch.GetElapsedTime(begun) < atLeast);

        return found == (long)Operations * passes
            ? new Figure(times.Median, allocated / (double)found)
            : throw new InvalidOperationException("A guild was not found.");
    }
}

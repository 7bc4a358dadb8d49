using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Times operations that are too short for a clock in chunks, and takes the median, since other programs interrupt only a few chunks.</summary>
internal static class Chunks
{
    /// <summary>How many operations are timed together.</summary>
    public const int Length = 1 << 10;

    /// <summary>How many chunks make up a pass: enough to read more guilds than the processor's caches hold.</summary>
    public const int Count = 1 << 10;

    public const int Operations = Length * Count;

    /// <param name="read">Runs the operations from a given number on, as many as are timed together, and returns how many succeeded.</param>
    /// <param name="atLeast">Repeats passes for at least this long.</param>
    /// <returns>The nanoseconds and bytes per operation.</returns>
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

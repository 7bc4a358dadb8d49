using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Many simultaneous callers, each of which waits for a response before its next call.</summary>
internal static class Callers
{
    public const int Count = 64;

    /// <param name="duration">How long they call.</param>
    /// <param name="times">Receives the milliseconds of each call.</param>
    /// <param name="call">Makes a call.</param>
    /// <returns>The calls per second, and the bytes allocated per call.</returns>
    public static async Task<Figure> RunAsync(TimeSpan duration, Samples times, Func<Random, Task> call)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Count).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>();
            var random = new Random(caller);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                await call(random);
                own.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return own;
        })));
        var count = (double)all.Sum(own => own.Count);
        var figure = new Figure(count / Stopwatch.GetElapsedTime(started).TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / count);
        times.AddRange(all.SelectMany(own => own));
        return figure;
    }
}

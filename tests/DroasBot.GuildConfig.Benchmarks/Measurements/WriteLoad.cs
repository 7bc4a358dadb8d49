using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Durable updates, each with its change-log row, by many simultaneous callers.</summary>
internal sealed class WriteLoad : IMeasurement
{
    public string Name => "load";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            await using var contenders = await Contenders.CreateAsync(guilds);
            var (libraryTimes, naiveTimes, bareTimes) = (new Samples(), new Samples(), new Samples());
            var library = new Subject("UpdateAsync", () => Callers.RunAsync(scale.LongRound, libraryTimes, random => CallAsync(random, contenders.UpdateByLibraryAsync)));
            var naive = new Subject("naive EF", () => Callers.RunAsync(scale.LongRound, naiveTimes, random => CallAsync(random, contenders.Naive.UpdateAsync)));
            var bare = new Subject($"bare SQLite, batches of {Callers.Count}", () => Task.FromResult(RunBare(scale.LongRound, bareTimes, contenders)));
            await Subject.MeasureInTurnsAsync(warmUp: 1, scale.LongRounds, library, naive, bare);

            var name = $"updates by {Callers.Count} callers";
            table.AddRatio(name, guilds, library, naive, "/s", atLeast: 7);
            table.AddRatio(name, guilds, library, bare, "/s");
            foreach (var (percent, atMost) in new[] { (50, default(double?)), (99, 50) })
            {
                var share = percent / 100.0;
                var baseline = $"naive EF: {ResultTable.Text(naiveTimes.Percentile(share), "ms")}; bare SQLite, a batch: {ResultTable.Text(bareTimes.Percentile(share), "ms")}";
                table.AddValue($"{name}, p{percent}", libraryTimes.Percentile(share), "ms", atMost, baseline: baseline, guilds: guilds);
            }

            Task CallAsync(Random random, Func<ulong, ulong, Task> update)
            {
                var (guild, channel) = contenders.Next(random);
                return update(guild, channel);
            }
        }
    }

    private static Figure RunBare(TimeSpan duration, Samples times, Contenders contenders)
    {
        var random = new Random(42);
        var batch = new (ulong Guild, ulong Channel)[Callers.Count];
        var count = 0.0;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = contenders.Next(random);
            }

            var begun = Stopwatch.GetTimestamp();
            contenders.Bare.Update(batch);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            count += batch.Length;
        }

        return new Figure(count / Stopwatch.GetElapsedTime(started).TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / count);
    }
}

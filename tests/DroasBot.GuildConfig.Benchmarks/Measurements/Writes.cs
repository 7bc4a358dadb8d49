using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Durable updates, each with its change-log row, by one caller who waits for each.</summary>
internal sealed class Writes : IMeasurement
{
    private const int Updates = 100;

    public string Name => "writes";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            await using var contenders = await Contenders.CreateAsync(guilds);
            var random = new Random(42);
            var library = new Subject("UpdateAsync", () => TimeAsync(contenders, random, contenders.UpdateByLibraryAsync));
            var naive = new Subject("naive EF", () => TimeAsync(contenders, random, contenders.Naive.UpdateAsync));
            var bare = new Subject("bare SQLite", () => TimeAsync(contenders, random, (guild, channel) =>
            {
                contenders.Bare.Update([(guild, channel)]);
                return Task.CompletedTask;
            }));

            // Many rounds to warm up: EF has a lot of code to compile.
            await Subject.MeasureInTurnsAsync(warmUp: 10, scale.Rounds, library, naive, bare);
            table.AddRatio("update by one caller", guilds, library, naive, "ms", atMost: 1.5);
            table.AddRatio("update by one caller", guilds, library, bare, "ms");
        }
    }

    private static async Task<Figure> TimeAsync(Contenders contenders, Random random, Func<ulong, ulong, Task> update)
    {
        var times = new double[Updates];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Updates; i++)
        {
            var (guild, channel) = contenders.Next(random);
            var begun = Stopwatch.GetTimestamp();
            await update(guild, channel);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        return new Figure(new Samples(times).Median, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Updates);
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Baselines;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Reads of guilds that are not cached, against a compiled query without anything of the library.</summary>
internal sealed class ColdReads : IMeasurement
{
    private const int Reads = 1_000;

    public string Name => "cold";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            using var database = await BenchmarkDatabase.CreateAsync(guilds);
            await using var host = await database.OpenHostAsync();
            var service = host.GetRequiredService<IGuildConfigService>();
            var cache = host.GetRequiredService<IGuildConfigCache>();
            var compiled = new CompiledReader(database.ConnectionString);
            var ids = GuildIds.Random(guilds, Reads * 100);
            var (libraryRound, bareRound) = (0, 0);
            var library = new Subject("GetAsync", () => TimeAsync(ids, libraryRound++, cache.Invalidate, async id => (await service.GetAsync(id)).Revision));
            var bare = new Subject("compiled EF query", () => TimeAsync(ids, bareRound++, _ => { }, compiled.ReadAsync));
            await Subject.MeasureInTurnsAsync(warmUp: 4, scale.Rounds * 5, bare, library);
            table.AddRatio("cold read", guilds, library, bare, "us", atMost: 1.3);
        }
    }

    /// <summary>Takes the median of single reads, so that a pause of the machine counts once.</summary>
    private static async Task<Figure> TimeAsync(ulong[] ids, int round, Action<ulong> prepare, Func<ulong, Task<long>> read)
    {
        var chunk = ids.AsMemory(round % (ids.Length / Reads) * Reads, Reads);
        var times = new double[Reads];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Reads; i++)
        {
            // Just before the read: an id may come twice.
            prepare(chunk.Span[i]);
            var started = Stopwatch.GetTimestamp();
            await read(chunk.Span[i]);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return new Figure(new Samples(times).Median, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Reads);
    }
}

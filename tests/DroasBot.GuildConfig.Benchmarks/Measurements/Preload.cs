using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The load of all guilds at start, compared with a bare scan that keeps nothing.</summary>
internal sealed class Preload : IMeasurement
{
    public string Name => "preload";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            using var database = await BenchmarkDatabase.CreateAsync(guilds);
            var library = new Subject("preload", () => LoadAsync(database, guilds));
            var bare = new Subject("bare scan", () => Task.FromResult(Time(guilds, () => database.ScanBare())));
            await Subject.MeasureInTurnsAsync(warmUp: 1, scale.LongRounds, bare, library);
            table.AddRatio("preload, bytes a guild", guilds, library, bare, "ms", atMost: 10);
            table.AddValue("preload, longest", library.Values.Max, "ms", atMost: 10_000, guilds: guilds);
        }
    }

    private static async Task<Figure> LoadAsync(BenchmarkDatabase database, int guilds)
    {
        await using var host = await database.OpenHostAsync();
        var preloader = host.GetRequiredService<CachePreloader>();
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        var loaded = await preloader.LoadAllAsync(progress: null, CancellationToken.None);
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return loaded == guilds
            ? new Figure(time, (GC.GetTotalAllocatedBytes() - before) / (double)guilds)
            : throw new InvalidOperationException($"Only {loaded} guilds were loaded.");
    }

    private static Figure Time(int guilds, Action action)
    {
        var before = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        action();
        return new Figure(Stopwatch.GetElapsedTime(started).TotalMilliseconds, (GC.GetTotalAllocatedBytes() - before) / (double)guilds);
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>One pass over all guilds that keeps none, compared with a bare reader of the same columns that creates the strings.</summary>
internal sealed class Scan : IMeasurement
{
    public string Name => "scan";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        var guilds = scale.IsQuick ? 100_000 : 1_000_000;
        using var database = await BenchmarkDatabase.CreateAsync(guilds);
        await using var host = await database.OpenHostAsync();
        var repository = host.GetRequiredService<IGuildConfigRepository>();
        var library = new Subject("ScanAsync", () => TimeAsync(guilds, async () =>
        {
            var seen = 0;
            await repository.ScanAsync(guild => guild.Snapshot.Exists && ++seen > 0, CancellationToken.None);
            return seen;
        }));
        var bare = new Subject("bare reader", () => TimeAsync(guilds, () =>
        {
            database.ScanBare();
            return Task.FromResult(guilds);
        }));
        await Subject.MeasureInTurnsAsync(warmUp: 1, scale.Rounds, bare, library);
        table.AddRatio("scan, bytes a guild", guilds, library, bare, "ms");
    }

    private static async Task<Figure> TimeAsync(int guilds, Func<Task<int>> scan)
    {
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var seen = await scan();
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return seen == guilds
            ? new Figure(time, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)guilds)
            : throw new InvalidOperationException($"Only {seen} guilds were seen.");
    }
}

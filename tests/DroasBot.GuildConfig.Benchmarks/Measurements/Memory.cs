using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The size that the cache reports compared with the heap; and how far the cache exceeds its budget while many guilds pass through.</summary>
internal sealed class Memory : IMeasurement
{
    private const long Budget = 20_000_000;
    private const int Slices = 20;
    private const int Readers = 4;

    public string Name => "memory";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        // First, while the heap is almost empty.
        using (var database = await BenchmarkDatabase.CreateAsync(scale.Many))
        {
            await MeasureOvershootAsync(table, database, scale.Many);
        }

        foreach (var (sections, hasBackgrounds) in ((int, bool)[])[(0, true), (0, false), (1, false), (2, true)])
        {
            foreach (var guilds in scale.Guilds)
            {
                await MeasureSizeAsync(table, guilds, sections, hasBackgrounds);
            }
        }
    }

    private static async Task MeasureSizeAsync(ResultTable table, int guilds, int sections, bool hasBackgrounds)
    {
        using var database = await BenchmarkDatabase.CreateAsync(guilds, sections, hasBackgrounds);
        await WarmUpAsync(database, sections);
        await using var host = await database.OpenHostAsync();
        var service = host.GetRequiredService<IGuildConfigService>();
        var before = SettledHeap.Bytes();
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        for (var number = 1; sections > 0 && number <= guilds; number++)
        {
            ParseSettings(await service.GetAsync(GuildIds.Of(number)), sections);
        }

        var heap = (SettledHeap.Bytes() - before) / (double)guilds;
        var counted = host.GetRequiredService<GuildConfigCache>().Bytes / (double)guilds;
        var settings = sections switch { 0 => "", 1 => ", one section of three members", _ => ", two sections" };
        var name = $"memory of a guild{(hasBackgrounds ? ", every second one with a background" : "")}{settings}";
        table.AddRatio(name + ": own sum against the heap", new Samples(counted), new Samples(heap), "B", atMost: 1.1, atLeast: 0.8, guilds: guilds);
        if (!hasBackgrounds)
        {
            table.AddValue(name, heap, "B", atMost: sections == 0 ? 200 : 400, guilds: guilds);
        }
    }

    /// <summary>Allocates what the first reads allocate once, which belongs to no guild.</summary>
    private static async Task WarmUpAsync(BenchmarkDatabase database, int sections)
    {
        await using var host = await database.OpenHostAsync();
        for (var number = 1; number <= 1_000; number++)
        {
            var snapshot = await host.GetRequiredService<IGuildConfigService>().GetAsync(GuildIds.Of(number));
            ParseSettings(snapshot, sections);
        }
    }

    private static async Task MeasureOvershootAsync(ResultTable table, BenchmarkDatabase database, int guilds)
    {
        await WarmUpAsync(database, sections: 0);
        await using var host = await database.OpenHostAsync(Budget);
        var service = host.GetRequiredService<IGuildConfigService>();
        var cache = host.GetRequiredService<GuildConfigCache>();
        var empty = SettledHeap.Bytes();
        var (largestSum, largestHeap) = (0L, 0L);
        using var done = new CancellationTokenSource();
        var observer = Task.Factory.StartNew(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    largestSum = Math.Max(largestSum, cache.Bytes);
                    Thread.SpinWait(100);
                }
            },
            TaskCreationOptions.LongRunning);

        for (var slice = 0; slice < Slices; slice++)
        {
            var first = slice * (guilds / Slices);
            await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
            {
                for (var number = first + reader; number < first + (guilds / Slices); number += Readers)
                {
                    await service.GetAsync(GuildIds.Of(number + 1));
                }
            })));
            largestHeap = Math.Max(largestHeap, SettledHeap.Bytes() - empty);
        }

        await done.CancelAsync();
        await observer;
        table.AddValue("overshoot of a budget of 20 MB, own sum", Over(largestSum), "%", atMost: 5, guilds: guilds);
        table.AddValue("overshoot of a budget of 20 MB, heap", Over(largestHeap), "%", atMost: 5, guilds: guilds);
    }

    private static void ParseSettings(GuildConfigSnapshot snapshot, int sections)
    {
        if (sections > 0)
        {
            snapshot.Get<ModerationSettings>();
        }

        if (sections > 1)
        {
            snapshot.Get<TicketSettings>();
        }
    }

    private static double Over(long bytes) => ((double)bytes / Budget * 100) - 100;
}

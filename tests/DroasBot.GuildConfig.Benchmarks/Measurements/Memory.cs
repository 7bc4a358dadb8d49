using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>What the cache says it takes, against what the heap says; and how far it gets over its budget while many guilds pass through.</summary>
internal sealed class Memory : IMeasurement
{
    private const long Budget = 20_000_000;
    private const int Slices = 20;
    private const int Readers = 4;

    public string Name => "memory";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(scale.Many);

        // First, while the heap is as good as empty.
        await MeasureOvershootAsync(table, database, scale.Many);
        foreach (var maxBytes in new[] { Budget, 100_000_000, long.MaxValue })
        {
            await MeasureSizeAsync(table, database, maxBytes);
        }
    }

    private static async Task MeasureSizeAsync(ResultTable table, BenchmarkDatabase database, long maxBytes)
    {
        await using var host = await database.OpenHostAsync(maxBytes);
        await WarmUpAsync(host);
        var before = SettledHeap.Bytes();
        var guilds = await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        var heap = (SettledHeap.Bytes() - before) / (double)guilds;
        var (counted, real) = (new Samples(), new Samples());
        counted.Add(host.GetRequiredService<GuildConfigCache>().Bytes / (double)guilds);
        real.Add(heap);
        table.AddRatio($"bytes per guild, {guilds:N0} guilds, own sum against the heap", counted, real, "B", atMost: 1.1, atLeast: 1);
    }

    /// <summary>What is allocated once, for the first reads, belongs to no guild.</summary>
    private static async Task WarmUpAsync(IServiceProvider host)
    {
        for (var number = 1; number <= 1_000; number++)
        {
            await host.GetRequiredService<IGuildConfigService>().GetAsync(GuildIds.Of(number));
            host.GetRequiredService<IGuildConfigCache>().Invalidate(GuildIds.Of(number));
        }
    }

    private static async Task MeasureOvershootAsync(ResultTable table, BenchmarkDatabase database, int guilds)
    {
        await using var host = await database.OpenHostAsync(Budget);
        var service = host.GetRequiredService<IGuildConfigService>();
        var cache = host.GetRequiredService<GuildConfigCache>();
        await WarmUpAsync(host);
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
        table.AddValue($"overshoot, {guilds:N0} guilds through 20 MB, own sum", Over(largestSum), "%", atMost: 5);
        table.AddValue($"overshoot, {guilds:N0} guilds through 20 MB, heap", Over(largestHeap), "%", atMost: 5);
    }

    private static double Over(long bytes) => ((double)bytes / Budget * 100) - 100;
}

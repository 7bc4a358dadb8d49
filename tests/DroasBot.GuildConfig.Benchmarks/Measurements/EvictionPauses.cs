using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The longest call while other guilds pass through a full cache, compared with the same calls on a cache that evicts nothing.</summary>
internal sealed class EvictionPauses : IMeasurement
{
    private const long Budget = 100_000_000;
    private const int Hot = 10_000;

    private int _cold;

    public string Name => "pauses";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(scale.Many);
        await using var full = await StartAsync(database, Budget);
        await using var roomy = await StartAsync(database, long.MaxValue);
        var (withEviction, without) = (new Longest(), new Longest());
        var evictions = 0L;
        for (var round = -1; round < scale.LongRounds; round++)
        {
            var before = full.GetRequiredService<GuildConfigCache>().GetStatistics().Evictions;
            var pausing = await RunAsync(full, scale);
            evictions += full.GetRequiredService<GuildConfigCache>().GetStatistics().Evictions - before;
            var steady = await RunAsync(roomy, scale);
            if (round >= 0)
            {
                withEviction.Add(pausing);
                without.Add(steady);
            }
        }

        if (evictions == 0)
        {
            throw new InvalidOperationException("Nothing was evicted.");
        }

        Add("warm read", longest => longest.Warm, 100);
        Add("cold read", longest => longest.Cold, 100);
        Add("update", longest => longest.Update, 500);

        void Add(string call, Func<Longest, Samples> times, double atMost)
            => table.AddValue(
                $"longest {call} while a full 100 MB cache evicts", times(withEviction).Max, "ms", atMost,
                baseline: "no eviction: " + ResultTable.Text(times(without).Max, "ms"), guilds: scale.Many);
    }

    private static async Task<ServiceProvider> StartAsync(BenchmarkDatabase database, long maxBytes)
    {
        var host = await database.OpenHostAsync(maxBytes);
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        return host;
    }

    /// <summary>Runs one reader of guilds in use, one reader of guilds that are not cached, and one writer, each as fast as it can.</summary>
    private async Task<Longest> RunAsync(IServiceProvider host, Scale scale)
    {
        var service = host.GetRequiredService<IGuildConfigService>();
        var longest = new Longest();
        var started = Stopwatch.GetTimestamp();
        var channel = (ulong)Stopwatch.GetTimestamp();
        await Task.WhenAll(
            RepeatAsync(longest.Warm, HotGuild, async id => await service.GetAsync(id)),
            RepeatAsync(longest.Cold, NextCold, async id => await service.GetAsync(id)),
            RepeatAsync(longest.Update, HotGuild, async id => await service.UpdateAsync(id, editor => editor.WelcomeChannelId = ++channel)));
        return longest;

        Task RepeatAsync(Samples times, Func<Random, ulong> next, Func<ulong, ValueTask> call) => Task.Run(async () =>
        {
            var random = new Random(42);
            var max = 0.0;
            while (Stopwatch.GetElapsedTime(started) < scale.LongRound)
            {
                var id = next(random);
                var begun = Stopwatch.GetTimestamp();
                await call(id);
                max = Math.Max(max, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Add(max);
        });

        // In sequence: in a full cache, a guild has long been evicted when its turn comes again. Nothing makes room beforehand.
        ulong NextCold(Random random) => GuildIds.Of(Hot + 1 + (_cold++ % (scale.Many - Hot)));
    }

    private static ulong HotGuild(Random random) => GuildIds.Of(random.Next(1, Hot + 1));

    private sealed class Longest
    {
        public Samples Warm { get; } = new();

        public Samples Cold { get; } = new();

        public Samples Update { get; } = new();

        public void Add(Longest round)
        {
            Warm.Add(round.Warm.Max);
            Cold.Add(round.Cold.Max);
            Update.Add(round.Update.Max);
        }
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The load of all guilds at start, against a bare scan that keeps nothing.</summary>
internal sealed class Preload : IMeasurement
{
    public string Name => "preload";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.PreloadGuilds)
        {
            using var database = await BenchmarkDatabase.CreateAsync(guilds);
            database.ScanBare();
            var (library, bare) = (new Samples(), new Samples());
            for (var round = 0; round < scale.LongRounds; round++)
            {
                bare.Add(Time(() => database.ScanBare()));
                library.Add(await LoadAsync(database, guilds));
            }

            table.AddRatio($"preload of {guilds:N0} guilds, against a bare scan", library, bare, "ms", atMost: 10);
            table.AddValue($"preload of {guilds:N0} guilds, longest", library.Max, "ms", atMost: 10_000);
        }
    }

    private static async Task<double> LoadAsync(BenchmarkDatabase database, int guilds)
    {
        await using var host = await database.OpenHostAsync();
        var preloader = host.GetRequiredService<CachePreloader>();
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        var loaded = await preloader.LoadAllAsync(progress: null, CancellationToken.None);
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return loaded == guilds ? time : throw new InvalidOperationException($"Only {loaded} guilds were loaded.");
    }

    private static double Time(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Naive;
using DroasBot.GuildConfig.Benchmarks.Report;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Durable updates with their change-log row, by many callers and by one, against a context and a SaveChanges per call.</summary>
internal sealed class Writes : IMeasurement
{
    private const int Guilds = 1_000;
    private const int Callers = 64;
    private const int Single = 100;

    private ulong _channel = 1_000_000;

    public string Name => "writes";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var libraryFile = await BenchmarkDatabase.CreateAsync(Guilds);
        using var naiveFile = await BenchmarkDatabase.CreateAsync(Guilds);
        await using var host = await libraryFile.OpenHostAsync();
        var service = host.GetRequiredService<IGuildConfigService>();
        var naive = new NaiveWriter(naiveFile.ConnectionString);
        Task Library(ulong guild, ulong channel) => service.UpdateAsync(guild, editor => editor.WelcomeChannelId = channel);

        await MeasureSingleAsync(table, scale, Library, naive.UpdateAsync);
        await MeasureManyAsync(table, scale, Library, naive.UpdateAsync);
    }

    private async Task MeasureSingleAsync(ResultTable table, Scale scale, Func<ulong, ulong, Task> library, Func<ulong, ulong, Task> naive)
    {
        var (libraryTimes, naiveTimes) = (new Samples(), new Samples());
        // Many rounds to warm up: EF has a lot of code to compile.
        for (var round = -10; round < scale.Rounds; round++)
        {
            var libraryTime = (await WriteAsync(library, round, Single)).Median;
            var naiveTime = (await WriteAsync(naive, round, Single)).Median;
            if (round >= 0)
            {
                libraryTimes.Add(libraryTime);
                naiveTimes.Add(naiveTime);
            }
        }

        table.AddRatio("update by one caller, median, against naive EF", libraryTimes, naiveTimes, "ms", atMost: 1.5);
    }

    private async Task MeasureManyAsync(ResultTable table, Scale scale, Func<ulong, ulong, Task> library, Func<ulong, ulong, Task> naive)
    {
        var (libraryRates, naiveRates) = (new Samples(), new Samples());
        var (libraryTimes, naiveTimes) = (new Samples(), new Samples());
        for (var round = -1; round < scale.LongRounds; round++)
        {
            var fast = await RunCallersAsync(library, scale.WriteRound);
            var slow = await RunCallersAsync(naive, scale.WriteRound);
            if (round >= 0)
            {
                libraryRates.Add(fast.PerSecond);
                naiveRates.Add(slow.PerSecond);
                libraryTimes.AddRange(fast.Times);
                naiveTimes.AddRange(slow.Times);
            }
        }

        table.AddRatio($"updates by {Callers} callers, against naive EF", libraryRates, naiveRates, "/s", atLeast: 7);
        table.AddValue($"updates by {Callers} callers, p50", libraryTimes.Percentile(0.5), "ms", baseline: $"{naiveTimes.Percentile(0.5):0.0} ms");
        table.AddValue($"updates by {Callers} callers, p99", libraryTimes.Percentile(0.99), "ms", atMost: 50, baseline: $"{naiveTimes.Percentile(0.99):0.0} ms");
    }

    private async Task<(double PerSecond, List<double> Times)> RunCallersAsync(Func<ulong, ulong, Task> update, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>();
            var random = new Random(caller);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                await update(GuildIds.Of(random.Next(1, Guilds + 1)), Interlocked.Increment(ref _channel));
                own.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return own;
        })));
        var all = times.SelectMany(own => own).ToList();
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all);
    }

    private async Task<Samples> WriteAsync(Func<ulong, ulong, Task> update, int seed, int count)
    {
        var random = new Random(seed);
        var times = new Samples();
        for (var i = 0; i < count; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await update(GuildIds.Of(random.Next(1, Guilds + 1)), Interlocked.Increment(ref _channel));
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return times;
    }
}

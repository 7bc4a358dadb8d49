using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The longest write while a full change log is swept for old changes and none is found, compared with the same writes alone.</summary>
internal sealed class Pruning : IMeasurement
{
    private const int Guilds = 10_000;

    public string Name => "pruning";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        var changes = scale.Many;
        using var database = await BenchmarkDatabase.CreateAsync(Guilds);
        database.AddChanges(Guilds, changes);
        await using var host = await database.OpenHostAsync();
        var service = host.GetRequiredService<IGuildConfigService>();
        var maintenance = host.GetRequiredService<IGuildConfigMaintenance>();
        var (alone, swept, sweeps) = (new Samples(), new Samples(), new Samples());
        for (var round = -1; round < scale.LongRounds; round++)
        {
            var quiet = await LongestWriteAsync(service, () => Task.Delay(scale.LongRound));
            var busy = await LongestWriteAsync(service, () => SweepAsync(maintenance, scale.LongRound, sweeps));
            if (round >= 0)
            {
                alone.Add(quiet);
                swept.Add(busy);
            }
        }

        var name = $"{changes:N0} young changes are swept";
        table.AddValue($"longest update while {name}", swept.Max, "ms", baseline: "no sweep: " + ResultTable.Text(alone.Max, "ms"), guilds: Guilds);
        table.AddValue($"longest sweep while {name}", sweeps.Max, "ms", guilds: Guilds);
    }

    /// <summary>Sweeps at least once, and repeats until the time is up.</summary>
    private static async Task SweepAsync(IGuildConfigMaintenance maintenance, TimeSpan duration, Samples times)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            var begun = Stopwatch.GetTimestamp();
            if (await maintenance.PruneHistoryAsync(DateTimeOffset.UtcNow.AddDays(-1)) > 0)
            {
                throw new InvalidOperationException("Young changes were removed.");
            }

            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
    }

    /// <summary>Runs one caller that writes without a pause while something else happens.</summary>
    private static async Task<double> LongestWriteAsync(IGuildConfigService service, Func<Task> meanwhile)
    {
        var (random, longest) = (new Random(42), 0.0);
        var other = Task.Run(meanwhile);
        while (!other.IsCompleted)
        {
            var (guild, channel) = (GuildIds.Of(random.Next(1, Guilds + 1)), (ulong)Stopwatch.GetTimestamp());
            var begun = Stopwatch.GetTimestamp();
            await service.UpdateAsync(guild, editor => editor.WelcomeChannelId = channel);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        await other;
        return longest;
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>What a bot does when it is ready: it compares all its guilds with the stored ones, of which 4 % have left. Compared with reading the ids alone.</summary>
internal sealed class Reconciliation : IMeasurement
{
    private const double Left = 0.04;

    public string Name => "reconcile";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        const int Guilds = 100_000;
        using var database = await BenchmarkDatabase.CreateAsync(Guilds);
        await using var host = await database.OpenHostAsync();
        var lifecycle = host.GetRequiredService<IGuildConfigLifecycle>();
        ulong[] all = [.. Enumerable.Range(1, Guilds).Select(GuildIds.Of)];
        var present = all[(int)(Guilds * Left)..];
        var reconciled = new Subject("reconcile", async () =>
        {
            await lifecycle.ReconcileAsync(all, 1);
            var started = Stopwatch.GetTimestamp();
            var found = await lifecycle.ReconcileAsync(present);
            return found.Left == (int)(Guilds * Left)
                ? new Figure(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0)
                : throw new InvalidOperationException($"{found.Left} guilds were found to have left.");
        });
        var bare = new Subject("bare read of the ids", () =>
        {
            var started = Stopwatch.GetTimestamp();
            using var connection = database.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT guild_id FROM guild_config";
            using var row = command.ExecuteReader();
            var ids = new HashSet<ulong>();
            while (row.Read())
            {
                ids.Add((ulong)row.GetInt64(0));
            }

            return Task.FromResult(new Figure(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0));
        });
        await Subject.MeasureInTurnsAsync(warmUp: 1, scale.LongRounds, bare, reconciled);
        table.AddRatio($"reconcile, {Left:P0} have left", Guilds, reconciled, bare, "ms");
        table.AddValue("reconcile, longest", reconciled.Values.Max, "ms", atMost: 1_000, guilds: Guilds);
    }
}

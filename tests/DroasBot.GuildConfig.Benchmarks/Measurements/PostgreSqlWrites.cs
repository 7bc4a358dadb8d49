using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Updates by many simultaneous callers on PostgreSQL, at the distance of another machine.</summary>
/// <remarks>Server, proxy and library share the machine's cores: a dedicated server is faster.</remarks>
internal sealed class PostgreSqlWrites : IMeasurement
{
    private const int Guilds = 10_000;

    public string Name => "postgres";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        if (!PostgreSqlCluster.IsInstalled)
        {
            table.AddAbsence($"PostgreSQL, updates by {Callers.Count} callers", "not installed here");
            return;
        }

        await using var cluster = await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: true);
        foreach (var microseconds in new[] { 0, 250, 500 })
        {
            await using var proxy = new DelayingProxy(cluster, TimeSpan.FromMicroseconds(microseconds));
            await MeasureAsync(table, scale, cluster.ConnectionString($"bot{microseconds}") + ";" + proxy.Through, $"{microseconds} us each way");
        }
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, string connectionString, string distance)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options => options.PreloadOnStartup = false).UsePostgreSql(connectionString);
        await using var host = services.BuildServiceProvider();
        await host.InitializeGuildConfigAsync();
        await PostgreSqlGuilds.InsertAsync(connectionString, Guilds);

        var service = host.GetRequiredService<IGuildConfigService>();
        var (channel, times) = (1_000_000UL, new Samples());
        var library = new Subject("UpdateAsync", () => Callers.RunAsync(scale.LongRound, times, random =>
        {
            var next = Interlocked.Increment(ref channel);
            return service.UpdateAsync(GuildIds.Of(random.Next(1, Guilds + 1)), editor => editor.WelcomeChannelId = next);
        }));
        await Subject.MeasureInTurnsAsync(warmUp: 1, scale.LongRounds, library);

        var name = $"PostgreSQL, {distance}, updates by {Callers.Count} callers";
        table.AddValue(name, library.Values.Median, "/s", guilds: Guilds);
        table.AddValue(name + ", p50", times.Percentile(0.5), "ms", guilds: Guilds);
        table.AddValue(name + ", p99", times.Percentile(0.99), "ms", guilds: Guilds);
    }
}

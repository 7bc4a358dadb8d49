using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Readers;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Reads one second after the time-to-live of all cached guilds has ended, compared with reads before that.</summary>
internal sealed class Expiry : IMeasurement
{
    private static readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(5);

    public string Name => "expiry";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        var guilds = scale.IsQuick ? 10_000 : 100_000;
        using var database = await BenchmarkDatabase.CreateAsync(guilds);
        var ids = GuildIds.Random(guilds, Chunks.Operations);
        var (fresh, expired, shares) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < scale.LongRounds; round++)
        {
            await using var host = await database.OpenHostAsync(timeToLive: _timeToLive);
            await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
            var ends = Task.Delay(_timeToLive + TimeSpan.FromSeconds(1));
            var reader = new LibraryReader(host.GetRequiredService<IGuildConfigService>(), ids);
            await Chunks.TimeAsync(from => Loops.ReadAsync(reader, from));
            fresh.Add((await Chunks.TimeAsync(from => Loops.ReadAsync(reader, from))).Value);
            await ends;
            var before = host.GetRequiredService<IGuildConfigCache>().GetStatistics();
            expired.Add((await Chunks.TimeAsync(from => Loops.ReadAsync(reader, from))).Value);
            var after = host.GetRequiredService<IGuildConfigCache>().GetStatistics();
            if (after.ExpiredHits == before.ExpiredHits)
            {
                throw new InvalidOperationException("Nothing had expired.");
            }

            shares.Add((after.Hits + after.ExpiredHits - before.Hits - before.ExpiredHits) / (double)Chunks.Operations * 100);
        }

        table.AddRatio("warm read, 1 s after the time-to-live of all", expired, fresh, "ns", atMost: 2, guilds: guilds);
        table.AddValue("reads answered from memory, 1 s after the time-to-live of all", shares.Min, "%", atLeast: 99.9, guilds: guilds);
    }
}

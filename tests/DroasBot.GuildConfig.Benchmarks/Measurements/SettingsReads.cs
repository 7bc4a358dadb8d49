using System.Collections.Concurrent;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Readers;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Reads one member of an already parsed section, compared with a dictionary, and the best of the caches, that hold the settings themselves.</summary>
internal sealed class SettingsReads : IMeasurement
{
    public string Name => "settings";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            await MeasureAsync(table, scale, guilds);
        }
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, int guilds)
    {
        using var database = await BenchmarkDatabase.CreateAsync(guilds, sections: 2);
        await using var host = await database.OpenHostAsync(long.MaxValue);
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        var service = host.GetRequiredService<IGuildConfigService>();
        var values = new ConcurrentDictionary<ulong, ModerationSettings>();
        foreach (var number in Enumerable.Range(1, guilds))
        {
            var snapshot = await service.GetAsync(GuildIds.Of(number));
            values[snapshot.GuildId] = snapshot.Get<ModerationSettings>();
        }

        var ids = GuildIds.Random(guilds, Chunks.Operations);
        var library = new LibrarySettingsReader(service, ids);
        var dictionary = new SettingsLookup(values, ids);
        var lru = new BitFasterSettingsReader(await BitFasterCache.FillAsync(values), ids);
        var reads = Subject("GetAsync and Get<T>", from => Loops.ReadAsync(library, from));
        var bare = Subject("ConcurrentDictionary", from => new(Loops.Read(dictionary, from)));
        var bitFaster = Subject("BitFaster, awaited", from => Loops.ReadAsync(lru, from));
        var chased = Subject("GetAsync and Get<T>", from => Loops.ChaseAsync(library, from));
        var bareChased = Subject("ConcurrentDictionary", from => new(Loops.Chase(dictionary, from)));
        var bitFasterChased = Subject("BitFaster, awaited", from => Loops.ChaseAsync(lru, from));
        await Report.Subject.MeasureInTurnsAsync(warmUp: 2, scale.Rounds, reads, bare, bitFaster, chased, bareChased, bitFasterChased);

        table.AddRatio("a setting of a cached guild", guilds, reads, bare, "ns");
        table.AddRatio("a setting of a cached guild", guilds, reads, bitFaster, "ns");
        table.AddRatio("a setting of a cached guild, one after another", guilds, chased, bareChased, "ns", atMost: 3.5, bytesAtMost: 0);
        table.AddRatio("a setting of a cached guild, one after another", guilds, chased, bitFasterChased, "ns");
    }

    private static Subject Subject(string name, Func<int, ValueTask<int>> read) => new(name, () => Chunks.TimeAsync(read));
}

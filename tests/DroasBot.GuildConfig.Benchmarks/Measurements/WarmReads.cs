using System.Collections.Concurrent;
using System.Globalization;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Readers;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Awaited reads of cached guilds in random order, through the public interface, compared with look-ups that a host might write itself and with caches that it might use.</summary>
internal sealed class WarmReads : IMeasurement
{
    public string Name => "warm";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            await MeasureAsync(table, scale, guilds);
        }
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, int guilds)
    {
        using var database = await BenchmarkDatabase.CreateAsync(guilds);
        await using var host = await database.OpenHostAsync(long.MaxValue);
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        var service = host.GetRequiredService<IGuildConfigService>();
        var dictionary = new ConcurrentDictionary<ulong, GuildConfigSnapshot>();
        using var memoryCache = new MemoryCache(new MemoryCacheOptions());
        foreach (var number in Enumerable.Range(1, guilds))
        {
            var snapshot = await service.GetAsync(GuildIds.Of(number));
            dictionary[snapshot.GuildId] = snapshot;
            memoryCache.Set(snapshot.GuildId, snapshot);
        }

        var ids = GuildIds.Random(guilds, Chunks.Operations);
        string[] keys = [.. ids.Select(Key)];
        var library = new LibraryReader(service, ids);
        var lookup = new SnapshotLookup(dictionary, ids);
        var memory = new MemoryCacheReader(memoryCache, ids);
        var lru = new BitFasterReader(await BitFasterCache.FillAsync(dictionary), ids);
        await MeasureIndependentAsync(table, scale, guilds, library, lookup, memory, lru);
        await MeasureDependentAsync(table, scale, guilds, library, lookup, memory, lru);
        await MeasureStringKeysAsync(table, scale, guilds, library, dictionary, keys);
    }

    private static async Task MeasureIndependentAsync(
        ResultTable table, Scale scale, int guilds, LibraryReader library, SnapshotLookup lookup, MemoryCacheReader memory, BitFasterReader lru)
    {
        var reads = Subject("GetAsync", from => Loops.ReadAsync(library, from));
        var bare = Subject("ConcurrentDictionary", from => new(Loops.Read(lookup, from)));
        var awaited = Subject("the same, awaited", from => Loops.ReadAsync(lookup, from));
        var bitFaster = Subject("BitFaster, awaited", from => Loops.ReadAsync(lru, from));
        var tryGetValue = Subject("IMemoryCache.TryGetValue", from => new(Loops.Read(memory, from)));
        var getOrCreate = Subject("IMemoryCache.GetOrCreateAsync", from => Loops.ReadAsync(memory, from));
        await Report.Subject.MeasureInTurnsAsync(warmUp: 2, scale.Rounds, bare, reads, awaited, bitFaster, tryGetValue, getOrCreate);
        table.AddRatio("warm read", guilds, reads, bare, "ns", atMost: 2, bytesAtMost: 0);
        table.AddRatio("warm read", guilds, reads, awaited, "ns");
        table.AddRatio("warm read", guilds, reads, bitFaster, "ns", atMost: 0.5);
        table.AddRatio("warm read", guilds, reads, tryGetValue, "ns", atMost: 1);
        table.AddRatio("warm read", guilds, reads, getOrCreate, "ns", atMost: 0.5);
    }

    private static async Task MeasureDependentAsync(
        ResultTable table, Scale scale, int guilds, LibraryReader library, SnapshotLookup lookup, MemoryCacheReader memory, BitFasterReader lru)
    {
        var reads = Subject("GetAsync", from => Loops.ChaseAsync(library, from));
        var bare = Subject("ConcurrentDictionary", from => new(Loops.Chase(lookup, from)));
        var bitFaster = Subject("BitFaster, awaited", from => Loops.ChaseAsync(lru, from));
        var getOrCreate = Subject("IMemoryCache.GetOrCreateAsync", from => Loops.ChaseAsync(memory, from));
        await Report.Subject.MeasureInTurnsAsync(warmUp: 2, scale.Rounds, bare, reads, bitFaster, getOrCreate);
        table.AddRatio("warm read, one after another", guilds, reads, bare, "ns", atMost: 2, bytesAtMost: 0);
        table.AddRatio("warm read, one after another", guilds, reads, bitFaster, "ns", atMost: 0.5);
        table.AddRatio("warm read, one after another", guilds, reads, getOrCreate, "ns", atMost: 0.5);
    }

    private static async Task MeasureStringKeysAsync(ResultTable table, Scale scale, int guilds, LibraryReader library, ConcurrentDictionary<ulong, GuildConfigSnapshot> values, string[] keys)
    {
        using var fusionCache = new FusionCache(new FusionCacheOptions { DefaultEntryOptions = { Duration = TimeSpan.FromDays(1) } });
        var services = new ServiceCollection();
        services.AddHybridCache(options => options.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = TimeSpan.FromDays(1), LocalCacheExpiration = TimeSpan.FromDays(1) });
        await using var provider = services.BuildServiceProvider();
        var hybridCache = provider.GetRequiredService<HybridCache>();
        foreach (var (id, value) in values)
        {
            await fusionCache.SetAsync(Key(id), value);
            await hybridCache.SetAsync(Key(id), new SharedSnapshot(value));
        }

        var (fusion, hybrid) = (new FusionCacheReader(fusionCache, keys), new HybridCacheReader(hybridCache, keys));

        var reads = Subject("GetAsync", from => Loops.ReadAsync(library, from));
        var fused = Subject("FusionCache.GetOrSetAsync", from => Loops.ReadAsync(fusion, from));
        var hybridReads = Subject("HybridCache.GetOrCreateAsync", from => Loops.ReadAsync(hybrid, from));
        await Report.Subject.MeasureInTurnsAsync(warmUp: 1, scale.Rounds, reads, fused, hybridReads);
        table.AddRatio("warm read", guilds, reads, fused, "ns", atMost: 0.5);
        table.AddRatio("warm read", guilds, reads, hybridReads, "ns", atMost: 0.5);
    }

    private static string Key(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    private static Subject Subject(string name, Func<int, ValueTask<int>> read) => new(name, () => Chunks.TimeAsync(read));
}

using System.Collections.Concurrent;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Awaited reads of cached guilds in random order, through the public interface, against the lookups that a host might write itself.</summary>
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
        await using var host = await database.OpenHostAsync();
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        var service = host.GetRequiredService<IGuildConfigService>();
        var dictionary = new ConcurrentDictionary<ulong, GuildConfigSnapshot>();
        using var memory = new MemoryCache(new MemoryCacheOptions());
        foreach (var number in Enumerable.Range(1, guilds))
        {
            var snapshot = await service.GetAsync(GuildIds.Of(number));
            dictionary[snapshot.GuildId] = snapshot;
            memory.Set(snapshot.GuildId, snapshot);
        }

        var ids = GuildIds.Random(guilds, Chunks.Operations);
        var library = new Subject("GetAsync", () => Chunks.TimeAsync(from => ReadServiceAsync(service, ids, from)));
        var bare = new Subject("ConcurrentDictionary", () => Chunks.TimeAsync(from => new(ReadDictionary(dictionary, ids, from))));
        var awaited = new Subject("the same, awaited", () => Chunks.TimeAsync(from => ReadAwaitedAsync(id => new(dictionary[id]), ids, from)));
        var lookup = new Subject("IMemoryCache.TryGetValue", () => Chunks.TimeAsync(from => new(TryReadMemory(memory, ids, from))));
        var getOrCreate = new Subject("IMemoryCache.GetOrCreateAsync", () => Chunks.TimeAsync(from => ReadMemoryAsync(memory, ids, from)));
        await Subject.MeasureInTurnsAsync(warmUp: 2, scale.Rounds, bare, library, awaited, lookup, getOrCreate);

        table.AddRatio("warm read", guilds, library, bare, "ns", atMost: 3, bytesAtMost: 0);
        table.AddRatio("warm read", guilds, library, awaited, "ns");
        table.AddRatio("warm read", guilds, library, lookup, "ns", atMost: 1);
        table.AddRatio("warm read", guilds, library, getOrCreate, "ns", atMost: 0.2);
    }

    private static int ReadDictionary(ConcurrentDictionary<ulong, GuildConfigSnapshot> dictionary, ulong[] ids, int from)
    {
        var found = 0;
        foreach (var id in ids.AsSpan(from, Chunks.Length))
        {
            found += dictionary.TryGetValue(id, out _) ? 1 : 0;
        }

        return found;
    }

    private static async ValueTask<int> ReadServiceAsync(IGuildConfigService service, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += await service.GetAsync(ids[i]) is not null ? 1 : 0;
        }

        return found;
    }

    private static async ValueTask<int> ReadAwaitedAsync(Func<ulong, ValueTask<GuildConfigSnapshot>> get, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += await get(ids[i]) is not null ? 1 : 0;
        }

        return found;
    }

    private static int TryReadMemory(MemoryCache memory, ulong[] ids, int from)
    {
        var found = 0;
        foreach (var id in ids.AsSpan(from, Chunks.Length))
        {
            found += memory.TryGetValue(id, out GuildConfigSnapshot? _) ? 1 : 0;
        }

        return found;
    }

    private static async ValueTask<int> ReadMemoryAsync(MemoryCache memory, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += await memory.GetOrCreateAsync(ids[i], static _ => Task.FromException<GuildConfigSnapshot>(new KeyNotFoundException())) is not null ? 1 : 0;
        }

        return found;
    }
}

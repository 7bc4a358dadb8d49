using System.Collections.Concurrent;
using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Awaited reads of cached guilds in random order, through the public interface, against the lookups that a host might write itself.</summary>
internal sealed class WarmReads : IMeasurement
{
    private const int Chunk = 1 << 10;
    private const int Chunks = 1 << 10;

    public string Name => "warm";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.WarmGuilds)
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

        var ids = GuildIds.Random(guilds, Chunk * Chunks);
        var readers = new Func<ulong[], int, Task<int>>[]
        {
            (all, from) => Task.FromResult(ReadDictionary(dictionary, all, from)),
            (all, from) => ReadServiceAsync(service, all, from),
            (all, from) => Task.FromResult(TryReadMemory(memory, all, from)),
            (all, from) => ReadMemoryAsync(memory, all, from),
        };
        var times = readers.Select(_ => new Samples()).ToArray();
        var bytes = new long[readers.Length];
        for (var round = -2; round < scale.Rounds; round++)
        {
            for (var reader = 0; reader < readers.Length; reader++)
            {
                var (nanoseconds, allocated) = await TimeAsync(readers[reader], ids);
                if (round >= 0)
                {
                    times[reader].Add(nanoseconds);
                    bytes[reader] += allocated;
                }
            }
        }

        var label = $"warm read, {guilds:N0} guilds";
        table.AddRatio(label + ", against ConcurrentDictionary", times[1], times[0], "ns", atMost: 3);
        table.AddRatio(label + ", TryGetValue of IMemoryCache against it", times[2], times[1], "ns");
        table.AddRatio(label + ", GetOrCreateAsync of IMemoryCache against it", times[3], times[1], "ns", atLeast: 5);
        var reads = (double)scale.Rounds * ids.Length;
        table.AddValue(label + ", allocated", Math.Round(bytes[1] / reads, 3), "B", atMost: 0, baseline: $"{bytes[2] / reads:0} B and {bytes[3] / reads:0} B");
    }

    private static async Task<(double Nanoseconds, long Allocated)> TimeAsync(Func<ulong[], int, Task<int>> read, ulong[] ids)
    {
        // The median of short chunks: what else runs on the machine interrupts few of them.
        var (times, allocated, found) = (new Samples(), 0L, 0);
        for (var from = 0; from < ids.Length; from += Chunk)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            found += await read(ids, from);
            var elapsed = Stopwatch.GetElapsedTime(started);

            // Less what the chunk's own task takes.
            allocated += Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - before - 200);
            times.Add(elapsed.TotalNanoseconds / Chunk);
        }

        return found == ids.Length ? (times.Median, allocated) : throw new InvalidOperationException("A guild was not found.");
    }

    private static int ReadDictionary(ConcurrentDictionary<ulong, GuildConfigSnapshot> dictionary, ulong[] ids, int from)
    {
        var found = 0;
        foreach (var id in ids.AsSpan(from, Chunk))
        {
            found += dictionary.TryGetValue(id, out _) ? 1 : 0;
        }

        return found;
    }

    private static async Task<int> ReadServiceAsync(IGuildConfigService service, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunk; i++)
        {
            found += await service.GetAsync(ids[i]) is not null ? 1 : 0;
        }

        return found;
    }

    private static int TryReadMemory(MemoryCache memory, ulong[] ids, int from)
    {
        var found = 0;
        foreach (var id in ids.AsSpan(from, Chunk))
        {
            found += memory.TryGetValue(id, out GuildConfigSnapshot? _) ? 1 : 0;
        }

        return found;
    }

    private static async Task<int> ReadMemoryAsync(MemoryCache memory, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunk; i++)
        {
            found += await memory.GetOrCreateAsync(ids[i], static _ => Task.FromException<GuildConfigSnapshot>(new KeyNotFoundException())) is not null ? 1 : 0;
        }

        return found;
    }
}

using System.Collections.Concurrent;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>A section of settings that was parsed before: from a snapshot in hand, and with the read of the snapshot; against a dictionary that has the settings immediately.</summary>
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
        using var database = await BenchmarkDatabase.CreateAsync(guilds, hasSettings: true);
        await using var host = await database.OpenHostAsync();
        await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        var service = host.GetRequiredService<IGuildConfigService>();
        var dictionary = new Dictionary<ulong, ModerationSettings>();
        foreach (var number in Enumerable.Range(1, guilds))
        {
            var snapshot = await service.GetAsync(GuildIds.Of(number));
            dictionary[snapshot.GuildId] = snapshot.Get<ModerationSettings>();
        }

        var concurrent = new ConcurrentDictionary<ulong, ModerationSettings>(dictionary);
        var ids = GuildIds.Random(guilds, Chunks.Operations);
        var snapshots = new GuildConfigSnapshot[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            snapshots[i] = await service.GetAsync(ids[i]);
        }

        var inHand = new Subject("Get<T>", () => Chunks.TimeAsync(from => new(GetFrom(snapshots, from))));
        var plain = new Subject("Dictionary", () => Chunks.TimeAsync(from => new(Find(dictionary, ids, from))));
        var read = new Subject("GetAsync and Get<T>", () => Chunks.TimeAsync(from => ReadAsync(service, ids, from)));
        var bare = new Subject("ConcurrentDictionary", () => Chunks.TimeAsync(from => new(Find(concurrent, ids, from))));
        await Subject.MeasureInTurnsAsync(warmUp: 2, scale.Rounds, inHand, plain, read, bare);

        table.AddRatio("settings of a snapshot in hand", guilds, inHand, plain, "ns", atMost: 3, bytesAtMost: 0);
        table.AddRatio("warm read and its settings", guilds, read, bare, "ns", atMost: 3, bytesAtMost: 0);
    }

    private static int GetFrom(GuildConfigSnapshot[] snapshots, int from)
    {
        var found = 0;
        foreach (var snapshot in snapshots.AsSpan(from, Chunks.Length))
        {
            found += snapshot.Get<ModerationSettings>() is not null ? 1 : 0;
        }

        return found;
    }

    private static async ValueTask<int> ReadAsync(IGuildConfigService service, ulong[] ids, int from)
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += (await service.GetAsync(ids[i])).Get<ModerationSettings>() is not null ? 1 : 0;
        }

        return found;
    }

    private static int Find<TDictionary>(TDictionary dictionary, ulong[] ids, int from)
        where TDictionary : IReadOnlyDictionary<ulong, ModerationSettings>
    {
        var found = 0;
        foreach (var id in ids.AsSpan(from, Chunks.Length))
        {
            found += dictionary.TryGetValue(id, out _) ? 1 : 0;
        }

        return found;
    }
}

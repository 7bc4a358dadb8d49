using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The cost of inserting a loaded guild into the cache, in addition to the load: into a full cache, and into one with room for all.</summary>
internal sealed class Inserts : IMeasurement
{
    private const int Timed = 1_000_000;

    private static readonly SettingsRegistry _registry = new();

    public string Name => "inserts";

    public Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var megabytes in scale.IsQuick ? [20] : new[] { 100, 430 })
        {
            Measure(table, megabytes);
        }

        return Task.CompletedTask;
    }

    private static void Measure(ResultTable table, int megabytes)
    {
        var guilds = (int)(megabytes * 1_000_000L / EntrySize.Fixed);
        using var full = Create(megabytes * 1_000_000L);
        using var roomy = Create(long.MaxValue);
        Fill(full, guilds);
        Fill(roomy, guilds);
        var (withEviction, without) = (Time(full, guilds), Time(roomy, guilds));
        if (full.GetStatistics().Evictions < Timed)
        {
            throw new InvalidOperationException("Not every insert evicted.");
        }

        Add("p50", times => times.Percentile(0.5), atMost: null);
        Add("p99.99", times => times.Percentile(0.9999), atMost: 1_000);
        Add("longest", times => times.Max, atMost: null);

        void Add(string name, Func<Samples, double> select, double? atMost)
            => table.AddValue(
                $"insert into a full cache of {megabytes} MB, {name}", select(withEviction), "us", atMost,
                baseline: "room for all: " + ResultTable.Text(select(without), "us"), guilds: guilds);
    }

    private static GuildConfigCache Create(long maxBytes)
    {
        var options = new GuildConfigOptions { Cache = { MaxBytes = maxBytes } };
        return new GuildConfigCache(Options.Create(options), new GuildShards(Options.Create(options)), TimeProvider.System);
    }

    private static void Fill(GuildConfigCache cache, int guilds)
    {
        for (var number = 1; number <= guilds; number++)
        {
            Insert(cache, Load(number));
        }
    }

    private static Samples Time(GuildConfigCache cache, int guilds)
    {
        var times = new double[Timed];
        for (var i = 0; i < Timed; i++)
        {
            var loaded = Load(guilds + 1 + i);
            var started = Stopwatch.GetTimestamp();
            Insert(cache, loaded);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return new Samples(times);
    }

    private static void Insert(GuildConfigCache cache, LoadedGuild loaded)
        => cache.TryFill(loaded, cache.BeginFill(loaded.Snapshot.GuildId), endsFlight: false, out _);

    private static LoadedGuild Load(int number)
        => new(new GuildConfigSnapshot(GuildIds.Of(number), welcomeChannelId: 1, background: null, _registry.Defaults, createdAt: 1, updatedAt: 1, revision: number), number);
}

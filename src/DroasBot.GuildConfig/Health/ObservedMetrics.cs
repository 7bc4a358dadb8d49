using System.Diagnostics.Metrics;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Health;

/// <summary>The observable instruments, which are read on collection and cost nothing otherwise.</summary>
/// <remarks>A collector may keep an instrument longer than the host lives: it then reports nothing, and keeps nothing of the host alive.</remarks>
internal sealed class ObservedMetrics(
    GuildConfigMetrics metrics, GuildConfigCache cache, WriteQueue queue, ChangeCursor sequence, SyncStatus status, DepartureFigures departures) : IDisposable
{
    private const string Result = GuildConfigMetrics.Prefix + "cache.result";
    private const string Reason = GuildConfigMetrics.Prefix + "cache.reason";

    private volatile Source? _source = new(cache, queue, sequence, status, departures);

    /// <summary>Creates the instruments. Only once.</summary>
    public void Publish() => metrics.Guard.Run(() => Publish(metrics.Meter));

    public void Dispose() => _source = null;

    private void Publish(Meter meter)
    {
        meter.CreateObservableCounter(Name("cache.requests"), () => Read(CountRequests), "{request}", "Reads by result");
        meter.CreateObservableUpDownCounter(Name("cache.entries"), () => Read(s => s.Cache.Count), "{entry}", "Guilds in the cache, known-absent ones included");
        meter.CreateObservableUpDownCounter(Name("cache.usage"), () => Read(s => s.Cache.Bytes), "By", "Size of the cached guilds in bytes, an estimate that tends to overestimate");
        meter.CreateObservableCounter(Name("cache.evictions"), () => Read(CountEvictions), "{eviction}", "Guilds dropped from the cache");
        meter.CreateObservableUpDownCounter(Name("queue.length"), () => Read(s => s.Queue.Length), "{unit}", "Units of work that wait for the next commit");
        meter.CreateObservableGauge(Name("sync.behind"), () => Read(s => s.Status.SinceSuccess.TotalSeconds), "s", "Time since the change log was last read to its end");
        meter.CreateObservableGauge(Name("sync.cursor"), () => Read(s => s.Sequence.Cursor), "{revision}", "The last revision that this process has processed");
        meter.CreateObservableUpDownCounter(Name("guilds.departed"), () => Read(s => s.Departures.Departed), "{guild}", "Guilds that the bot has left and that are kept, as last counted");
        meter.CreateObservableCounter(Name("guilds.purged"), () => Read(s => s.Departures.Purged), "{guild}", "Guilds erased by this process because the bot had left them");
    }

    private static string Name(string name) => GuildConfigMetrics.Prefix + name;

    private static Measurement<long>[] CountRequests(Source source)
    {
        var counters = source.Cache.Counters;
        return
        [
            Tagged(counters.Hits.Sum, Result, "hit"),
            Tagged(counters.Misses.Sum, Result, "miss"),
            Tagged(counters.ExpiredHits.Sum, Result, "expired"),
            Tagged(counters.StaleHits.Sum, Result, "stale"),
            Tagged(counters.Failures, Result, "failed"),
        ];
    }

    private static Measurement<long>[] CountEvictions(Source source)
    {
        var counters = source.Cache.Counters;
        return
        [
            Tagged(counters.Evictions(EvictionReason.Capacity), Reason, "capacity"),
            Tagged(counters.Evictions(EvictionReason.Invalidated), Reason, "invalidated"),
            Tagged(counters.Evictions(EvictionReason.Refreshed), Reason, "refreshed"),
            Tagged(counters.Evictions(EvictionReason.Cleared), Reason, "cleared"),
        ];
    }

    private static Measurement<long> Tagged(long value, string tag, string tagValue) => new(value, new KeyValuePair<string, object?>(tag, tagValue));

    private Measurement<T>[] Read<T>(Func<Source, T> read)
        where T : struct
        => Read(source => new[] { new Measurement<T>(read(source)) });

    private Measurement<T>[] Read<T>(Func<Source, Measurement<T>[]> read)
        where T : struct
        => _source is { } source ? read(source) : [];

    /// <summary>What the instruments read.</summary>
    private sealed record Source(GuildConfigCache Cache, WriteQueue Queue, ChangeCursor Sequence, SyncStatus Status, DepartureFigures Departures);
}

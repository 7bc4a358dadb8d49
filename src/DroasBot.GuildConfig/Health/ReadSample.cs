using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Health;

/// <summary>The counters at one moment.</summary>
internal sealed class ReadSample(CacheCounters counters, long taken)
{
    private readonly long _fromMemory = counters.Hits.Sum + counters.ExpiredHits.Sum + counters.StaleHits.Sum;
    private readonly long _misses = counters.Misses.Sum + counters.Failures;
    private readonly long[] _latencies = counters.Latency.Read();

    /// <summary>Gets the timestamp.</summary>
    public long Taken => taken;

    /// <summary>Gets what has been counted since an earlier sample. Reads answered from memory take nanoseconds: they are not timed, and count as zero.</summary>
    public ReadFigures Since(ReadSample earlier)
    {
        var fromMemory = _fromMemory - earlier._fromMemory;
        var requests = fromMemory + _misses - earlier._misses;
        var latencies = new long[_latencies.Length];
        for (var i = 0; i < latencies.Length; i++)
        {
            latencies[i] = _latencies[i] - earlier._latencies[i];
        }

        return new ReadFigures(requests, requests == 0 ? 1 : (double)fromMemory / requests, LatencyHistogram.Percentile(latencies, fromMemory, 0.95));
    }
}

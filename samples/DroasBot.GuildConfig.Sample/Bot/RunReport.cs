using System.Diagnostics;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>The closing figures of a run.</summary>
internal sealed record RunReport(IReadOnlyList<Figure> Figures, IReadOnlyList<ReadPercentile> ReadPercentiles, string Note)
{
    private const double BytesPerMegabyte = 1_000_000;

    public static RunReport Of(
        GuildDirectory guilds,
        MemberJoins memberJoins,
        Administrators administrators,
        TimeSpan elapsed,
        GuildConfigCacheStatistics statistics,
        GuildConfigCacheOptions cacheOptions)
        => new(
            [
                new("guilds", $"{guilds.Count:N0}"),
                new("hit rate", $"{statistics.HitRate:P2}"),
                new("memory", $"{statistics.Bytes / BytesPerMegabyte:N1} MB of {cacheOptions.MaxBytes / BytesPerMegabyte:N0} MB"),
                new("reads", $"{memberJoins.Reads:N0} ({memberJoins.Welcomes:N0} members welcomed, {memberJoins.Mentions:N0} mentioned, {memberJoins.Shown:N0} shown an image)"),
                new("reads per second", $"{memberJoins.Reads / elapsed.TotalSeconds:N0}"),
                new("changes", $"{administrators.Changes:N0}, of which the next read saw {administrators.SeenAtOnce:N0}"),
                new("change, median", $"{administrators.Latencies.Percentile(0.5) / 1e6:N1} ms until durable"),
            ],
            [
                new("p50", memberJoins.Latencies.Percentile(0.5)),
                new("p90", memberJoins.Latencies.Percentile(0.9)),
                new("p99", memberJoins.Latencies.Percentile(0.99)),
                new("p99.9", memberJoins.Latencies.Percentile(0.999)),
            ],
            $"One read, of which the clock itself takes about {ClockNanoseconds():N0} ns. Bars are logarithmic.");

    private static double ClockNanoseconds()
    {
        var latencies = new LatencyHistogram();
        for (var reading = 0; reading < 10_000; reading++)
        {
            var started = Stopwatch.GetTimestamp();
            latencies.Record(Stopwatch.GetTimestamp() - started);
        }

        return latencies.Percentile(0.5);
    }
}

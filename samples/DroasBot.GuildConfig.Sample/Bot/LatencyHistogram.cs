using System.Diagnostics;
using System.Numerics;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Counts durations in buckets whose width grows with the duration: constant memory, an error of at most 3 %. Not thread-safe.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];
    private long _total;

    public static double Nanoseconds(long ticks) => ticks * (1e9 / Stopwatch.Frequency);

    public void Record(long ticks)
    {
        _counts[Bucket(Math.Max(0, ticks))]++;
        _total++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }

        _total += other._total;
    }

    /// <summary>Gets the duration, in nanoseconds, that the given share (from 0 to 1) of all durations does not exceed; 0 if there are none.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * _total);
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length && _total > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return Nanoseconds(Highest(bucket));
            }
        }

        return 0;
    }

    private static int Bucket(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks) - SubBucketBits);
        return (shift * SubBuckets) + (int)(ticks >> shift);
    }

    /// <summary>The inverse of <see cref="Bucket"/>: the largest duration in a bucket.</summary>
    private static long Highest(int bucket)
    {
        var shift = Math.Max(0, (bucket / SubBuckets) - 1);
        var lead = bucket - (shift * SubBuckets);
        return ((lead + 1L) << shift) - 1;
    }
}

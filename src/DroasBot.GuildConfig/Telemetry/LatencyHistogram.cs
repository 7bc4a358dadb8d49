using System.Numerics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Counts durations in buckets that are an eighth as wide as their values, up to 134 s. Constant memory. Thread-safe.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>How many buckets there are.</summary>
    public const int Length = ((LastOctave - Precision + 2) << Precision);

    private const int Precision = 3;
    private const int LastOctave = 26;

    private readonly long[] _counts = new long[Length];

    public void Record(TimeSpan duration) => Interlocked.Increment(ref _counts[IndexOf(duration)]);

    /// <summary>Gets the number of durations in each bucket.</summary>
    public long[] Read()
    {
        var counts = new long[Length];
        for (var i = 0; i < Length; i++)
        {
            counts[i] = Interlocked.Read(ref _counts[i]);
        }

        return counts;
    }

    /// <summary>Gets the duration that a share of all does not exceed; overestimated by at most an eighth.</summary>
    /// <param name="counts">The number of durations in each bucket.</param>
    /// <param name="immediate">The number of further durations that count as zero.</param>
    /// <param name="share">The share, from 0 to 1.</param>
    public static TimeSpan Percentile(ReadOnlySpan<long> counts, long immediate, double share)
    {
        var total = immediate;
        foreach (var count in counts)
        {
            total += count;
        }

        var rank = (long)Math.Ceiling(total * share);
        var reached = immediate;
        for (var i = 0; i < counts.Length; i++)
        {
            if (reached >= rank)
            {
                return i == 0 ? TimeSpan.Zero : UpperBound(i - 1);
            }

            reached += counts[i];
        }

        return UpperBound(counts.Length - 1);
    }

    /// <summary>By microseconds: the highest set bit selects the octave, the three bits after it the bucket in it. Below 16 each number has its own bucket.</summary>
    private static int IndexOf(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Clamp((long)duration.TotalMicroseconds, 0, (1L << (LastOctave + 1)) - 1);
        var shift = Math.Max(0, BitOperations.Log2(microseconds) - Precision);
        return (shift << Precision) + (int)(microseconds >> shift);
    }

    private static TimeSpan UpperBound(int index)
    {
        var shift = Math.Max(0, (index >> Precision) - 1);
        return TimeSpan.FromMicroseconds((double)((long)(index - (shift << Precision) + 1) << shift));
    }
}

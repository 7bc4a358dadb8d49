using System.Numerics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Counts durations in buckets an eighth as wide as what they hold, up to 134 s. Constant memory. Thread-safe.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>How many buckets there are.</summary>
    public const int Length = ((LastOctave - Precision + 2) << Precision);

    private const int Precision = 3;
    private const int LastOctave = 26;

    private readonly long[] _counts = new long[Length];

    public void Record(TimeSpan duration) => Interlocked.Increment(ref _counts[IndexOf(duration)]);

    /// <summary>Gets how many durations each bucket has.</summary>
    public long[] Read()
    {
        var counts = new long[Length];
        for (var i = 0; i < Length; i++)
        {
            counts[i] = Interlocked.Read(ref _counts[i]);
        }

        return counts;
    }

    /// <summary>Gets a duration that is not exceeded by a share of all; overestimated by an eighth at most.</summary>
    /// <param name="counts">How many durations each bucket has.</param>
    /// <param name="immediate">How many more there are that took no time worth mentioning.</param>
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

    /// <summary>By microseconds: the highest bit that is set gives the octave, the three after it the place in it. Below 16 each number has a bucket of its own.</summary>
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

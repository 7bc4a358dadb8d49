using DroasBot.GuildConfig.Telemetry;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

public sealed class LatencyHistogramTests
{
    private readonly LatencyHistogram _histogram = new();

    [Fact]
    public void Percentile_OneDuration_OverestimatesByAtMostAnEighth()
    {
        // Every microsecond up to a thousand, then increasing steps up to two minutes.
        for (var microseconds = 0L; microseconds < 120_000_000; microseconds += 1 + (microseconds / 1_000))
        {
            var histogram = new LatencyHistogram();
            histogram.Record(TimeSpan.FromMicroseconds(microseconds));

            var found = LatencyHistogram.Percentile(histogram.Read(), 0, 0.95).TotalMicroseconds;

            Assert.InRange(found, microseconds + 0.5, Math.Max(microseconds + 1, microseconds * 1.125 + 1));
        }
    }

    [Theory]
    [InlineData(134)]
    [InlineData(3_600)]
    [InlineData(100_000_000)]
    public void Percentile_LongestDurations_AreTheLastBucket(int seconds)
    {
        _histogram.Record(TimeSpan.FromSeconds(seconds));

        Assert.Equal(134.217728, LatencyHistogram.Percentile(_histogram.Read(), 0, 0.95).TotalSeconds, 6);
    }

    [Fact]
    public void Percentile_NegativeDuration_CountsAsZero()
    {
        _histogram.Record(TimeSpan.FromSeconds(-1));

        Assert.Equal(TimeSpan.FromMicroseconds(1), LatencyHistogram.Percentile(_histogram.Read(), 0, 0.95));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 0, 0)]
    [InlineData(95, 5, 0)]
    [InlineData(94, 6, 1_000)]
    [InlineData(0, 1, 1_000)]
    public void Percentile_ImmediateReads_CountAsZero(int immediate, int slow, int milliseconds)
    {
        for (var i = 0; i < slow; i++)
        {
            _histogram.Record(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(LatencyHistogram.Percentile(_histogram.Read(), immediate, 0.95).TotalMilliseconds, milliseconds, milliseconds * 1.125);
    }

    [Fact]
    public void Percentile_TwoDurations_IsTheOneAtTheRank()
    {
        for (var i = 0; i < 100; i++)
        {
            _histogram.Record(i < 90 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(500));
        }

        Assert.InRange(LatencyHistogram.Percentile(_histogram.Read(), 0, 0.90).TotalMilliseconds, 1, 1.125);
        Assert.InRange(LatencyHistogram.Percentile(_histogram.Read(), 0, 0.91).TotalMilliseconds, 500, 563);
    }
}

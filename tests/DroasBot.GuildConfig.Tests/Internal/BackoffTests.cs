using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Internal;

public sealed class BackoffTests
{
    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(5, 160)]
    [InlineData(6, 250)]
    [InlineData(1_000, 250)]
    public void Of_AnyAttempt_IsBetweenHalfAndAllOfItsCeiling(int doublings, int milliseconds)
    {
        var ceiling = TimeSpan.FromMilliseconds(milliseconds);

        var delays = Enumerable.Range(0, 1_000).Select(_ => Backoff.Of(_first, _longest, doublings)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, ceiling / 2, ceiling));

        // They are spread: a thousand delays come close to both ends of the range.
        Assert.True(delays.Min() < ceiling * 0.6);
        Assert.True(delays.Max() > ceiling * 0.9);
    }

    [Theory]
    [InlineData(1, 2.5)]
    [InlineData(2, 5)]
    [InlineData(100, 125)]
    public async Task WaitAsync_AnyAttempt_TakesAtLeastHalfOfItsCeiling(int attempt, double milliseconds)
    {
        var began = Stopwatch.GetTimestamp();

        await Backoff.WaitAsync(attempt).InTime();

        // A timer truncates to whole milliseconds, and its clock has a resolution of one.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, milliseconds - 2, double.MaxValue);
    }
}

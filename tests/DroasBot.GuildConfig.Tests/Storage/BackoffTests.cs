using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage;

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
    public void Of_SoManyDoublings_IsFromHalfToAllOfThat(int doublings, int milliseconds)
    {
        var ceiling = TimeSpan.FromMilliseconds(milliseconds);

        var delays = Enumerable.Range(0, 1_000).Select(_ => Backoff.Of(_first, _longest, doublings)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, ceiling / 2, ceiling));

        // They are spread: of a thousand, neither end of the range has none.
        Assert.True(delays.Min() < ceiling * 0.6);
        Assert.True(delays.Max() > ceiling * 0.9);
    }

    [Theory]
    [InlineData(1, 1.9, 5)] // Task.Delay cuts to whole milliseconds: it may be 2.
    [InlineData(2, 4.9, 10)]
    [InlineData(100, 124, 250)]
    public async Task WaitAsync_SoManyAttempts_WaitsSoLong(int attempt, double notYet, double surely)
    {
        var time = new FakeTimeProvider();

        var waiting = Backoff.WaitAsync(attempt, time);
        time.Advance(TimeSpan.FromMilliseconds(notYet));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(surely - notYet));

        await waiting.InTime();
    }
}

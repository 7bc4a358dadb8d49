using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class CoarseClockTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(100, 100)]
    [InlineData(3_600_000, 250)]
    public void Now_TimePasses_FollowsWithinTheTick(int precisionMilliseconds, int tickMilliseconds)
    {
        var time = new FakeTimeProvider();
        using var clock = new CoarseClock(time, TimeSpan.FromMilliseconds(precisionMilliseconds));
        Assert.Equal(0, clock.Now);

        time.Advance(TimeSpan.FromMilliseconds(tickMilliseconds - 1));
        Assert.Equal(0, clock.Now);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(tickMilliseconds, clock.Now);
        time.Advance(TimeSpan.FromMilliseconds(tickMilliseconds * 10));
        Assert.Equal(tickMilliseconds * 11, clock.Now);
    }

    [Fact]
    public void Now_WallClockSetBack_DoesNotGoBack()
    {
        var time = new FakeTimeProvider();
        using var clock = new CoarseClock(time, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(10));
        time.AdjustTime(time.GetUtcNow().AddHours(-1));

        Assert.Equal(10_000, clock.Now);
    }

    [Fact]
    public void Dispose_TimePasses_StandsStill()
    {
        var time = new FakeTimeProvider();
        var clock = new CoarseClock(time, TimeSpan.FromSeconds(1));
        clock.Dispose();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, clock.Now);
    }
}

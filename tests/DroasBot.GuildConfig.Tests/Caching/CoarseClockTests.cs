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
        Assert.Equal(1u, clock.Now);

        time.Advance(TimeSpan.FromMilliseconds(tickMilliseconds - 1));
        Assert.Equal(1u, clock.Now);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(3u, clock.Now);
        time.Advance(TimeSpan.FromMilliseconds(tickMilliseconds * 10));
        Assert.Equal(23u, clock.Now);
        Assert.Equal(22u, clock.Ticks(TimeSpan.FromMilliseconds(tickMilliseconds * 11)));
    }

    [Fact]
    public void Now_WallClockSetBack_DoesNotGoBack()
    {
        var time = new FakeTimeProvider();
        using var clock = new CoarseClock(time, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(10));
        time.AdjustTime(time.GetUtcNow().AddHours(-1));

        Assert.Equal(81u, clock.Now);
    }

    [Fact]
    public void Dispose_TimePasses_StopsTheClock()
    {
        var time = new FakeTimeProvider();
        var clock = new CoarseClock(time, TimeSpan.FromSeconds(1));
        clock.Dispose();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1u, clock.Now);
    }
}

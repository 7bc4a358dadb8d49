using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class WatermarkTests
{
    [Fact]
    public void Raise_LowerNumber_ChangesNothing()
    {
        var watermark = new Watermark();
        watermark.Raise(5);
        watermark.Raise(3);
        Assert.Equal(5, watermark.Value);

        watermark.Reset();
        watermark.Raise(3);
        Assert.Equal(3, watermark.Value);
    }

    [Fact]
    public async Task Raise_ConcurrentThreads_IsNeverBelowWhatOneHasSet()
    {
        const int Each = 2_000_000;
        var watermark = new Watermark();
        using var start = new Barrier(2);

        var lost = await Task.WhenAll(Enumerable.Range(0, 2).Select(first => Task.Run(() =>
        {
            var below = 0;
            start.SignalAndWait();
            for (var number = (long)first; number < Each; number += 2)
            {
                watermark.Raise(number);
                below += watermark.Value < number ? 1 : 0;
            }

            return below;
        }))).InTime();

        Assert.Equal([0, 0], lost);
        Assert.Equal(Each - 1, watermark.Value);
    }
}

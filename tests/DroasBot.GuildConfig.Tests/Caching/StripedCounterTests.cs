using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class StripedCounterTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(150, 1)]
    [InlineData(16, 20)]
    public async Task Increment_ManyThreads_IsExact(int threads, int generations)
    {
        const int Each = 20_000;
        var counter = new StripedCounter();
        for (var generation = 0; generation < generations; generation++)
        {
            // Collects garbage, so that later generations get slots of ended threads.
            GC.Collect();
            await OwnThread.RunTogetherAsync(threads, () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    counter.Increment();
                }

                return 0;
            });
        }

        Assert.Equal((long)threads * generations * Each, counter.Sum);
    }

    [Fact]
    public async Task Increment_MoreThreadsThanSlots_IsExact()
    {
        const int Each = 100_000;
        const int Threads = 2 * ThreadSlot.Count;
        var counter = new StripedCounter();

        // All start simultaneously, so that threads without a slot contend.
        await OwnThread.RunTogetherAsync(Threads, () =>
        {
            for (var i = 0; i < Each; i++)
            {
                counter.Increment();
            }

            return 0;
        });

        Assert.Equal((long)Threads * Each, counter.Sum);
    }

    [Fact]
    public void Increment_Warm_AllocatesNothing()
    {
        var counter = new StripedCounter();
        counter.Increment();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            counter.Increment();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

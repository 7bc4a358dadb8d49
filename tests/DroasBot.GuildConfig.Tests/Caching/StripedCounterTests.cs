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
            // Threads of their own: more than cells, and in later generations with ids that ended threads had.
            var ended = Enumerable.Range(0, threads).Select(_ => RunThread(() =>
            {
                for (var i = 0; i < Each; i++)
                {
                    counter.Increment();
                }
            })).ToList();
            await Task.WhenAll(ended).InTime();
        }

        Assert.Equal((long)threads * generations * Each, counter.Sum);
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

    private static Task RunThread(Action work)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            work();
            ended.SetResult();
        }).Start();
        return ended.Task;
    }
}

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
    public async Task Increment_ThreadsThatShareACell_IsExact()
    {
        const int Each = 5_000_000;
        const int Threads = 129;
        var counter = new StripedCounter();
        var ids = new System.Collections.Concurrent.ConcurrentBag<int>();
        using var known = new CountdownEvent(Threads);

        // More threads than two per cell are alive at once, so some cell has at least two of them; only that cell's count.
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => RunThread(() =>
        {
            ids.Add(Environment.CurrentManagedThreadId);
            known.Signal();
            known.Wait();
            if ((Environment.CurrentManagedThreadId & 63) == Busiest(ids).Key)
            {
                for (var i = 0; i < Each; i++)
                {
                    counter.Increment();
                }
            }
        }))).InTime();

        Assert.Equal((long)Busiest(ids).Count() * Each, counter.Sum);
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

    private static IGrouping<int, int> Busiest(IEnumerable<int> ids)
        => ids.GroupBy(id => id & 63).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();

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

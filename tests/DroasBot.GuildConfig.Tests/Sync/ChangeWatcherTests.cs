using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class ChangeWatcherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchAsync_ChangesOfManyWriters_ReachEachWatcherOnceAndInOrder()
    {
        await using var host = await TestHost.StartAsync();
        await using var one = new ChangeProbe(host.Services);
        await using var two = new ChangeProbe(host.Services);

        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(() => SetAsync(host, (ulong)(i % 5) + 1, (ulong)i)))).InTime();

        var expected = Enumerable.Range(1, 200).Select(i => (long)i).ToList();
        Assert.Equal(expected, (await one.TakeAsync(200)).Select(change => change.Revision));
        Assert.Equal(expected, (await two.TakeAsync(200)).Select(change => change.Revision));
        Assert.False(one.HasNext);
    }

    [Fact]
    public async Task WatchAsync_Change_SaysWhoWhatWhenAndWhy()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 10);
        await using var watch = new ChangeProbe(host.Services);

        var after = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, new ChangeContext { ActorId = 8, Reason = "moved" }, Token);

        var change = await watch.NextAsync();
        Assert.Equal((after.Revision, 1UL, GuildConfigChangeKind.Updated), (change.Revision, change.GuildId!.Value, change.Kind));
        Assert.Equal((8UL, "moved", after.UpdatedAt), (change.ActorId!.Value, change.Reason, change.ChangedAt));
        Assert.Equal((10UL, 11UL), (change.Before!.WelcomeChannelId!.Value, change.After!.WelcomeChannelId!.Value));
    }

    [Fact]
    public async Task WatchAsync_WatcherReadsImmediately_FindsTheChange()
    {
        await using var host = await TestHost.StartAsync();
        await using var watch = new ChangeProbe(host.Services);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1UL; i <= 200; i++)
                {
                    await SetAsync(host, 1, i);
                }
            },
            Token);

        for (var i = 1; i <= 200; i++)
        {
            var change = await watch.NextAsync();
            Assert.True((await host.Service.GetAsync(1, Token)).Revision >= change.Revision);
        }

        await writing.InTime();
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task WatchAsync_SlowWatcher_SlowsNoOtherAndLearnsThatItMissedChanges()
    {
        const int Wave = 256;
        const int Waves = (ChangeWatcher.Capacity / Wave) + 2;
        const int Writes = Wave * Waves;
        await using var host = await TestHost.StartAsync();
        await using var slow = new ChangeProbe(host.Services);
        await using var quick = new ChangeProbe(host.Services);

        // The writers do not wait for the idle watcher, and each wave is small enough for the reading one, even on a busy machine.
        for (var wave = 0; wave < Waves; wave++)
        {
            await Task.WhenAll(Enumerable.Range(1, Wave).Select(_ => SetNextAsync(host))).InTime();
            Assert.Equal(Wave, (await quick.TakeAsync(Wave)).Count);
        }

        var kept = await slow.TakeAsync(ChangeWatcher.Capacity);
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(i => (long)i), kept.Select(change => change.Revision));
        var news = await slow.NextAsync();
        while (news.GuildId is not null)
        {
            // The reader had taken one from the full queue, which made room for one more.
            news = await slow.NextAsync();
        }

        Assert.Equal((GuildConfigChangeKind.Refreshed, (long)Writes), (news.Kind, news.Revision));
        await SetAsync(host, 2, 7);
        Assert.Equal(Writes + 1, (await slow.NextAsync()).Revision);
    }

    [Fact]
    public async Task WatchAsync_Cancelled_ThrowsAndIsUnregistered()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var changes = host.Get<IGuildConfigChangeLog>().WatchAsync(cancellation.Token).GetAsyncEnumerator(Token);
        var next = changes.MoveNextAsync().AsTask();
        Assert.Equal(1, host.Get<ChangeWatchers>().Count);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.InTime());
        Assert.Equal(0, host.Get<ChangeWatchers>().Count);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task WatchAsync_AbandonedEnumeration_IsUnregistered()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Get<IGuildConfigChangeLog>().WatchAsync(Token).GetAsyncEnumerator(Token);
        var next = changes.MoveNextAsync();
        await SetAsync(host, 1, 1);
        Assert.True(await next.InTime());
        Assert.Equal(1, host.Get<ChangeWatchers>().Count);

        await changes.DisposeAsync();

        Assert.Equal(0, host.Get<ChangeWatchers>().Count);
    }

    [Fact]
    public async Task WatchAsync_HostStops_EndsTheEnumeration()
    {
        await using var host = await TestHost.StartAsync();
        await using var watch = new ChangeProbe(host.Services);
        var log = host.Get<IGuildConfigChangeLog>();
        await SetAsync(host, 1, 1);

        await host.StopAsync();

        Assert.Equal(1, (await watch.NextAsync()).Revision);
        await watch.EndAsync();
        await foreach (var late in log.WatchAsync(Token))
        {
            Assert.Fail("A watch that begins after the end has nothing to wait for.");
        }
    }

    /// <summary>The notice of a loss says whether one of the lost changes replaced the past, and the next notice no longer does.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Offer_QueueIsFull_NoticeSaysWhetherThePastWasReplaced(bool first, bool second)
    {
        var watcher = new ChangeWatcher();
        Offer(watcher, ChangeWatcher.Capacity, replacesPast: false);
        Offer(watcher, 1, first);
        Offer(watcher, 1, second);
        await using var changes = watcher.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        Assert.Equal(first || second, (await ReadLossAsync(changes)).ReplacesPast);

        Offer(watcher, ChangeWatcher.Capacity + 1, replacesPast: false);
        Assert.False((await ReadLossAsync(changes)).ReplacesPast);
    }

    private static void Offer(ChangeWatcher watcher, int times, bool replacesPast)
    {
        for (var i = 0; i < times; i++)
        {
            watcher.Offer(GuildConfigChange.Refreshed(1, DateTimeOffset.UnixEpoch, replacesPast));
        }
    }

    private static async Task<GuildConfigChange> ReadLossAsync(IAsyncEnumerator<GuildConfigChange> changes)
    {
        for (var place = 0; place <= ChangeWatcher.Capacity; place++)
        {
            Assert.True(await changes.MoveNextAsync().InTime());
        }

        return changes.Current;
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    private static Task<GuildConfigSnapshot> SetNextAsync(TestHost host)
        => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token);
}

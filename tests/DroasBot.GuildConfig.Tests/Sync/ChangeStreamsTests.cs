using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>Streams that continue after a revision: what comes from the log, and what from the watcher.</summary>
public sealed class ChangeStreamsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "10")]
    public async Task WatchAsync_WatcherHasWhatTheLogGave_ReturnsItOnce()
    {
        await using var host = await TestHost.StartAsync();
        var offered = new List<GuildConfigChange>();
        await using (var probe = new ChangeProbe(host.Services))
        {
            await SetAsync(host, 3);
            offered.AddRange(await probe.TakeAsync(3));
        }

        await using var watch = Watch(host, afterRevision: 0);
        await AssertNextAsync(watch, 1, 2, 3);
        var next = watch.MoveNextAsync();
        foreach (var change in offered)
        {
            host.Get<ChangeWatchers>().Offer(change);
        }

        await SetAsync(host, 1);

        Assert.True(await next.InTime());
        Assert.Equal(4, watch.Current.Revision);
    }

    [Fact]
    public async Task WatchAsync_RestOfTheLogIsGone_ReportsOneGapToItsEnd()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 3);
        await host.ExecuteAsync("DELETE FROM guild_config_change");

        await using var watch = Watch(host, afterRevision: 1);

        Assert.True(await watch.MoveNextAsync().InTime());
        Assert.Equal((GuildConfigChangeKind.Refreshed, 3L), (watch.Current.Kind, watch.Current.Revision));
        var next = watch.MoveNextAsync();
        await SetAsync(host, 1);
        Assert.True(await next.InTime());
        Assert.Equal(4, watch.Current.Revision);
    }

    /// <summary>A watcher that reads immediately must find at least what it was notified of, so nothing comes before the cache has it.</summary>
    [Fact]
    public async Task WatchAsync_LogIsAheadOfThisNode_ReturnsNothingThatItHasNotTaken()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 2);
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await SetAsync(pair.Writer, 2);
        await using var watch = Watch(pair.Reader, afterRevision: 0);
        await AssertNextAsync(watch, 1, 2);

        var next = watch.MoveNextAsync().AsTask();

        // Change 3 is in the page that has just been read.
        Assert.False(next.IsCompleted);
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.True(await next.InTime());
        Assert.Equal(3, watch.Current.Revision);
        await AssertNextAsync(watch, 4);
    }

    [Fact]
    public async Task WatchAsync_AbandonedAfterARevision_IsUnregistered()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1);
        var watch = Watch(host, afterRevision: 0);
        await AssertNextAsync(watch, 1);
        Assert.Equal(1, host.Get<ChangeWatchers>().Count);

        await watch.DisposeAsync();

        Assert.Equal(0, host.Get<ChangeWatchers>().Count);
    }

    [Fact]
    public async Task WatchAsync_LogIsDamaged_Throws()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 2);
        await host.ExecuteAsync("ALTER TABLE guild_config_change RENAME TO elsewhere");
        await using var watch = Watch(host, afterRevision: 0);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => watch.MoveNextAsync().InTime());

        Assert.False(failure.IsTransient);
    }

    private static IAsyncEnumerator<GuildConfigChange> Watch(TestHost host, long afterRevision)
        => host.Get<IGuildConfigChangeLog>().WatchAsync(afterRevision, Token).GetAsyncEnumerator(Token);

    private static async Task AssertNextAsync(IAsyncEnumerator<GuildConfigChange> watch, params long[] revisions)
    {
        foreach (var revision in revisions)
        {
            Assert.True(await watch.MoveNextAsync().InTime());
            Assert.Equal(revision, watch.Current.Revision);
        }
    }

    private static async Task SetAsync(TestHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token);
        }
    }
}

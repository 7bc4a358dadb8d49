using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>Two hosts on one file: the feed of one follows the writes of the other, or of a tool.</summary>
public sealed class ChangeFeedTests
{
    private const int Preloaded = 3;
    private const int Started = 5;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;
    private const int StartingOver = 33;
    private const int SignalFailed = 34;
    private const int SignalRecovered = 35;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ChangesOfAnotherHost_ReachCacheAndWatchersOnceAndInOrder()
    {
        await using var pair = await HostPair.StartAsync();
        await using var watch = new ChangeProbe(pair.Reader.Services);

        for (var i = 1UL; i <= 300; i++)
        {
            await SetAsync(pair.Writer, (i % 20) + 1, i);
        }

        var seen = await watch.TakeAsync(300);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), seen.Select(change => change.Revision));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (ulong)i), seen.Select(change => change.After!.WelcomeChannelId!.Value));
        for (var guild = 1UL; guild <= 20; guild++)
        {
            Assert.Equal((await pair.Writer.Service.GetAsync(guild, Token)).Revision, (await pair.Reader.Service.GetAsync(guild, Token)).Revision);
        }
    }

    /// <remarks>A bot must not evict its own guilds for other guilds in the same database.</remarks>
    [Fact]
    public async Task RunAsync_ChangesOfGuildsUnreadByThisNode_AreNotCached()
    {
        await using var pair = await HostPair.StartAsync();
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await SetAsync(pair.Writer, 1, 10);
        await watch.NextAsync();
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);

        for (var i = 2UL; i <= 50; i++)
        {
            await SetAsync(pair.Writer, i, i);
        }

        await SetAsync(pair.Writer, 1, 11);
        await watch.TakeAsync(50);

        var statistics = pair.Reader.Cache.GetStatistics();
        Assert.Equal(1, statistics.Count);
        Assert.Equal(51, statistics.Revision);
        Assert.Equal(11UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(statistics.Misses, pair.Reader.Cache.GetStatistics().Misses);
        Assert.Equal(50UL, (await pair.Reader.Service.GetAsync(50, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task WatchAsync_AsTheFirstCall_SeesOtherProcesses()
    {
        await using var writer = await TestHost.StartAsync();
        using var log = new EventRecorder();
        await using var reader = new TestHost(
            options => options.ConnectionString = "Data Source=" + writer.DatabasePath, services => services.AddSingleton<ILoggerProvider>(log));
        await using var watch = new ChangeProbe(reader.Services);
        await log.WaitForAsync(Started);

        await SetAsync(writer, 1, 10);

        Assert.Equal(1UL, (await watch.NextAsync()).GuildId);
    }

    [Fact]
    public async Task RunAsync_BothHostsWrite_EachWatcherSeesAllOnceAndInOrder()
    {
        const int Writes = 200;
        await using var pair = await HostPair.StartAsync();
        await using var one = new ChangeProbe(pair.Writer.Services);
        await using var two = new ChangeProbe(pair.Reader.Services);

        await Task.WhenAll(Enumerable.Range(1, Writes).Select(i => Task.Run(() => SetAsync(i % 2 == 0 ? pair.Writer : pair.Reader, (ulong)(i % 7) + 1, (ulong)i)))).InTime();

        var expected = Enumerable.Range(1, Writes).Select(i => (long)i).ToList();
        Assert.Equal(expected, (await one.TakeAsync(Writes)).Select(change => change.Revision));
        Assert.Equal(expected, (await two.TakeAsync(Writes)).Select(change => change.Revision));
    }

    [Fact]
    public async Task RunAsync_DeletionAndRestoreByAnotherHost_AreFollowed()
    {
        await using var pair = await HostPair.StartAsync();
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await SetAsync(pair.Writer, 1, 10);
        await watch.NextAsync();
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);

        await pair.Writer.Service.DeleteAsync(1, cancellationToken: Token);
        await watch.NextAsync();
        Assert.False((await pair.Reader.Service.GetAsync(1, Token)).Exists);

        await pair.Writer.Get<IGuildConfigChangeLog>().RestoreAsync(1, 1, cancellationToken: Token);
        Assert.Equal(GuildConfigChangeKind.Restored, (await watch.NextAsync()).Kind);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task CatchUpAsync_OwnChanges_AreNotReadAgain()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        using var measurements = new Measurements(pair.Writer);
        await using var watch = new ChangeProbe(pair.Writer.Services);
        for (var i = 1UL; i <= 50; i++)
        {
            await SetAsync(pair.Writer, i, i);
        }

        await pair.Writer.Get<ChangeFeed>().CatchUpAsync(Token);

        // The feed only measures the lag of changes from the log.
        Assert.Empty(measurements.Of("sync.lag"));
        Assert.Equal(50, (await watch.TakeAsync(50)).Count);
        Assert.False(watch.HasNext);
    }

    [Fact]
    public async Task CatchUpAsync_ForeignChanges_AreMeasured()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        using var measurements = new Measurements(pair.Reader);
        await SetAsync(pair.Writer, 1, 1);
        await SetAsync(pair.Writer, 2, 2);

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        var lags = measurements.Of("sync.lag");
        Assert.Equal(2, lags.Count);
        Assert.All(lags, lag => Assert.InRange(lag, 0, 30));
        Assert.Equal(lags[1], pair.Reader.Get<SyncStatus>().LastLag.TotalSeconds, tolerance: 1e-6);

        // Only at the start: a change replaces just one guild.
        Assert.Equal(1, pair.Log.Count(Preloaded));
    }

    [Fact]
    public async Task CatchUpAsync_OneMoreThanAPage_IsTakenInOneCall()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await Task.WhenAll(Enumerable.Range(1, 250).Select(i => SetAsync(pair.Writer, (ulong)i, (ulong)i))).InTime();

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.Equal(250, pair.Reader.Get<ChangeCursor>().Cursor);
        Assert.Equal(0, pair.Log.Count(StartingOver));
    }

    [Fact]
    public async Task RunAsync_Failures_AreLoggedOnceAtTheStartAndOnceAtTheEnd()
    {
        await using var pair = await HostPair.StartAsync(options => options.SyncInterval = TimeSpan.FromMilliseconds(20));
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await SetAsync(pair.Writer, 1, 10);
        await watch.NextAsync();
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);

        await pair.Writer.ExecuteAsync("ALTER TABLE guild_config_clock RENAME TO elsewhere");
        await pair.Log.WaitForAsync(OutageBegan);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        await pair.Writer.ExecuteAsync("ALTER TABLE elsewhere RENAME TO guild_config_clock");
        await pair.Log.WaitForAsync(OutageEnded);
        await SetAsync(pair.Writer, 1, 11);

        Assert.Equal(2, (await watch.NextAsync()).Revision);
        Assert.Equal((1, 1), (pair.Log.Count(OutageBegan), pair.Log.Count(OutageEnded)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task RunAsync_SignalCannotBeCreated_StillFollows(int times)
    {
        var faults = new WriterFaults { Fault = WriterFaults.Times(times, "signal", static () => new InvalidOperationException("No signal.")) };
        await using var pair = await HostPair.StartAsync(options => options.SyncInterval = TimeSpan.FromMilliseconds(20), reader: faults.AddTo);
        await using var watch = new ChangeProbe(pair.Reader.Services);

        await SetAsync(pair.Writer, 1, 10);

        Assert.Equal(1, (await watch.NextAsync()).Revision);
        await pair.Log.WaitForAsync(times == 2 ? SignalRecovered : SignalFailed);
        Assert.Equal((1, 0), (pair.Log.Count(SignalFailed), pair.Log.Count(OutageBegan)));
    }

    [Fact]
    public async Task BeginAsync_ChangesBeforeTheStart_AreNotReported()
    {
        await using var first = await TestHost.StartAsync();
        await SetAsync(first, 1, 10);

        await using var second = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + first.DatabasePath);
        await using var watch = new ChangeProbe(second.Services);
        await SetAsync(first, 1, 11);

        Assert.Equal(2, (await watch.NextAsync()).Revision);
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);
}

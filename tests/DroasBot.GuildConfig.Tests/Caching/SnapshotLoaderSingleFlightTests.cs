using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Concurrent misses take one query (invariant 5).</summary>
public sealed class SnapshotLoaderSingleFlightTests : IDisposable
{
    private const ulong Guild = 42;
    private const int Readers = 100;

    private readonly CacheRig _rig = new();

    public SnapshotLoaderSingleFlightTests() => _rig.Repository.Write(Guild, 7);

    [Fact]
    [Trait("Invariant", "5")]
    public async Task GetAsync_ConcurrentMisses_LoadOnce()
    {
        var held = _rig.Repository.HoldNext(Guild);

        // Each outer task ends when its read waits, so all have missed before the first load ends.
        var reads = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(
            () => _rig.Read(Guild), TestContext.Current.CancellationToken, TaskCreationOptions.None, TaskScheduler.Default))).InTime();
        held.Release();
        var snapshots = await Task.WhenAll(reads).InTime();

        Assert.Equal(1, _rig.Repository.Queries);
        Assert.All(snapshots, snapshot => Assert.Same(snapshots[0], snapshot));
        Assert.Equal(Readers, _rig.Cache.GetStatistics().Misses);
    }

    [Fact]
    public async Task GetAsync_WaitersOfOneLoad_AreAllMisses()
    {
        var held = _rig.Repository.HoldNext(Guild);
        var reads = Enumerable.Range(0, 5).Select(_ => _rig.Read(Guild)).ToList();
        Assert.All(reads, read => Assert.False(read.IsCompleted));
        held.Release();
        await Task.WhenAll(reads).InTime();

        Assert.Equal(5, _rig.Cache.GetStatistics().Misses);
        Assert.Equal(0, _rig.Cache.GetStatistics().Hits);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task GetAsync_LoadFails_EachWaiterGetsItsOwnException()
    {
        var held = _rig.Repository.HoldNext(Guild);
        var reads = Enumerable.Range(0, 5).Select(_ => _rig.Read(Guild)).ToList();
        held.Fail(StubRepository.Outage());

        var failures = new List<GuildConfigStoreException>();
        foreach (var read in reads)
        {
            failures.Add(await Assert.ThrowsAsync<GuildConfigStoreException>(() => read.InTime()));
        }

        Assert.Equal(5, failures.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.All(failures, failure => Assert.Equal(failures[0].Message, failure.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Invariant", "5")]
    public async Task GetAsync_OneWaiterCancelled_OthersAreServed(bool cancelTheFirst)
    {
        using var cancellation = new CancellationTokenSource();
        var held = _rig.Repository.HoldNext(Guild);
        var first = _rig.Service.GetAsync(Guild, cancelTheFirst ? cancellation.Token : default).AsTask();
        var second = _rig.Service.GetAsync(Guild, cancelTheFirst ? default : cancellation.Token).AsTask();
        var (leaving, staying) = cancelTheFirst ? (first, second) : (second, first);

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.InTime());
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.False(staying.IsCompleted);
        held.Release();
        Assert.Equal(7UL, (await staying.InTime()).WelcomeChannelId);
        Assert.True(_rig.Cache.TryGet(Guild, out _));
        Assert.Equal(1, _rig.Repository.Queries);
    }

    /// <summary>Between a read's lookup and its joining a load, a value may be cached and become stale: it is served, and must be revalidated.</summary>
    [Fact]
    public async Task LoadAsync_AnotherFlightLandedLongAgo_ReportsAnExpiredValue()
    {
        await _rig.Read(Guild).InTime();
        var current = await _rig.Loader.LoadAsync(Guild, CancellationToken.None).InTime();
        _rig.Time.Advance(_rig.TimeToLive + TimeSpan.FromSeconds(1));

        var expired = await _rig.Loader.LoadAsync(Guild, CancellationToken.None).InTime();

        Assert.Equal((false, true), (current.IsExpired, expired.IsExpired));
        Assert.Same(current.Snapshot, expired.Snapshot);
        Assert.Equal(1, _rig.Repository.Queries);
    }

    [Fact]
    public async Task LoadAsync_AnotherFlightHasJustLanded_DoesNotQueryAndLeavesNoFlight()
    {
        await _rig.Read(Guild).InTime();

        Assert.Equal(7UL, (await _rig.Loader.LoadAsync(Guild, CancellationToken.None).InTime()).Snapshot.WelcomeChannelId);
        Assert.Equal(1, _rig.Repository.Queries);

        _rig.Cache.Invalidate(Guild);
        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        Assert.Equal(2, _rig.Repository.Queries);
    }

    [Fact]
    public async Task GetAsync_GuildIdZero_IsRefusedWithoutAQuery()
    {
        Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _rig.Read(0).InTime())).ParamName);
        Assert.Equal(0, _rig.Repository.Queries);
    }

    [Fact]
    public async Task GetAsync_AlreadyCancelled_DoesNotQuery()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Service.GetAsync(Guild, new CancellationToken(canceled: true)).AsTask());

        Assert.Equal(0, _rig.Repository.Queries);
    }

    [Fact]
    public async Task GetAsync_WarmAndAlreadyCancelled_Throws()
    {
        await _rig.Read(Guild).InTime();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Service.GetAsync(Guild, new CancellationToken(canceled: true)).AsTask());
    }

    [Fact]
    public async Task GetAsync_LoadFails_AllWaitersFailAndTheNextReadRetries()
    {
        var held = _rig.Repository.HoldNext(Guild);
        var reads = Enumerable.Range(0, 5).Select(_ => _rig.Read(Guild)).ToList();
        held.Fail(StubRepository.Outage());

        foreach (var read in reads)
        {
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => read.InTime());
        }

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        Assert.Equal(2, _rig.Repository.Queries);
    }

    [Fact]
    public async Task GetAsync_LoadFailsUnexpectedly_NextReadRetries()
    {
        _rig.Repository.Failure = new InvalidOperationException("A defect.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Read(Guild).InTime());
        _rig.Repository.Failure = null;

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    public async Task GetAsync_DifferentGuilds_DoNotWaitForEachOther()
    {
        var held = _rig.Repository.HoldNext(Guild);
        var slow = _rig.Read(Guild);

        await _rig.Read(Guild + 1).InTime();

        Assert.False(slow.IsCompleted);
        held.Release();
        await slow.InTime();
    }

    public void Dispose() => _rig.Dispose();
}

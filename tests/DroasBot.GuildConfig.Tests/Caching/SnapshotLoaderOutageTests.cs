using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>A database failure never turns into defaults; cached values are served while it lasts (invariant 8).</summary>
public sealed class SnapshotLoaderOutageTests : IDisposable
{
    private const ulong Guild = 42;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly CacheRig _rig = new();

    public SnapshotLoaderOutageTests() => _rig.Repository.Write(Guild, 7);

    [Fact]
    public async Task GetAsync_ExpiredAndDatabaseDown_ServesStaleOnceTheOutageIsKnown()
    {
        await OutageAsync();

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);

        var statistics = _rig.Cache.GetStatistics();
        Assert.Equal((1, 1, 1), (statistics.Misses, statistics.ExpiredHits, statistics.StaleHits));
        Assert.True(_rig.Report.ServesStale);
    }

    [Fact]
    [Trait("Invariant", "12")]
    public async Task GetAsync_DuringAnOutage_DoesNotQuery()
    {
        await OutageAsync();
        var before = _rig.Repository.Queries;

        for (var i = 0; i < 10; i++)
        {
            var read = _rig.Service.GetAsync(Guild, TestContext.Current.CancellationToken);
            Assert.True(read.IsCompletedSuccessfully);
            Assert.Equal(7UL, (await read).WelcomeChannelId);
            _rig.Time.Advance(_pause);
        }

        Assert.Equal(before, _rig.Repository.Queries);
        Assert.Equal(10, _rig.Cache.GetStatistics().StaleHits);
    }

    [Fact]
    public async Task GetAsync_OutageBeginsAndEnds_IsLoggedTwiceWithTheCounts()
    {
        await OutageAsync();
        for (var i = 0; i < 3; i++)
        {
            await _rig.Read(Guild).InTime();
            _rig.Time.Advance(_pause * 2);
        }

        _rig.Repository.Failure = null;
        await _rig.Read(Guild + 1).InTime();
        Assert.Equal(0, _rig.Log.Count(OutageEnded));
        _rig.Time.Advance(_pause);

        Assert.Equal((1, 1), (_rig.Log.Count(OutageBegan), _rig.Log.Count(OutageEnded)));
        Assert.Contains(" 3 reads were answered with stale values, 1 loads", _rig.Log.Messages(OutageEnded)[0], StringComparison.Ordinal);
        Assert.Contains("after 6.0 s", _rig.Log.Messages(OutageEnded)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_DatabaseBackAgain_ServesTheNewValue()
    {
        await OutageAsync();
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 8);
        _rig.Repository.Failure = null;
        await _rig.Read(Guild + 1).InTime();

        // Until the outage has ended, and the failed guild may be queried again.
        _rig.Time.Advance(_pause * 11);

        Assert.Equal(8UL, (await _rig.ReadRevalidated(Guild)).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task GetAsync_UncachedAndDatabaseDown_Fails()
    {
        _rig.Repository.Failure = StubRepository.Outage();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Guild).InTime());
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Guild + 1).InTime());

        Assert.Equal((0, 2), (_rig.Cache.GetStatistics().Count, _rig.Cache.GetStatistics().Misses));
        Assert.False(_rig.Report.ServesStale);
    }

    [Fact]
    public async Task GetAsync_WarmAndDatabaseDown_IsAHit()
    {
        await _rig.Read(Guild).InTime();
        _rig.Repository.Failure = StubRepository.Outage();

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        Assert.Equal(0, _rig.Cache.GetStatistics().StaleHits);
    }

    [Fact]
    public async Task GetAsync_InvalidatedAndDatabaseDown_Fails()
    {
        await _rig.Read(Guild).InTime();
        _rig.Cache.Invalidate(Guild);
        _rig.Repository.Failure = StubRepository.Outage();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Guild).InTime());
    }

    [Fact]
    public async Task ReloadAsync_DatabaseDown_FailsAndKeepsTheCachedValue()
    {
        await OutageAsync();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Reload(Guild));

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>Lets the guild expire while the database is unreadable, and the cache notice it.</summary>
    private async Task OutageAsync()
    {
        await _rig.Read(Guild).InTime();
        _rig.Expire();
        _rig.Repository.Failure = StubRepository.Outage();
        await _rig.Read(Guild).InTime();
        await _rig.Log.WaitForAsync(OutageBegan);
    }
}

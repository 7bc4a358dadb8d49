using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>A database failure is never turned into defaults; what is cached is served while it lasts (invariant 8).</summary>
public sealed class SnapshotLoaderOutageTests : IDisposable
{
    private const ulong Guild = 42;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly CacheRig _rig = new();

    public SnapshotLoaderOutageTests() => _rig.Repository.Write(Guild, 7);

    [Fact]
    public async Task GetAsync_ExpiredAndDatabaseDown_ServesStale()
    {
        await ExpireAndFailAsync();

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);

        var statistics = _rig.Cache.GetStatistics();
        Assert.Equal(1, statistics.StaleHits);
        Assert.Equal(1, statistics.Misses);
        Assert.True(_rig.Report.ServesStale);
    }

    [Fact]
    public async Task GetAsync_DatabaseDown_IsAskedAtMostOncePerSecond()
    {
        await ExpireAndFailAsync();
        var before = _rig.Repository.Queries;

        for (var i = 0; i < 10; i++)
        {
            await _rig.Read(Guild).InTime();
        }

        Assert.Equal(before + 1, _rig.Repository.Queries);
        _rig.Time.Advance(_pause);
        await _rig.Read(Guild).InTime();
        await _rig.Read(Guild).InTime();
        Assert.Equal(before + 2, _rig.Repository.Queries);
        Assert.Equal(12, _rig.Cache.GetStatistics().StaleHits);
    }

    [Fact]
    public async Task GetAsync_OutageBeginsAndEnds_IsLoggedTwiceWithTheCounts()
    {
        await ExpireAndFailAsync();
        for (var i = 0; i < 3; i++)
        {
            await _rig.Read(Guild).InTime();
            await _rig.Log.WaitForAsync(OutageBegan);
            _rig.Time.Advance(_pause * 2);
        }

        _rig.Repository.Failure = null;
        await _rig.Read(Guild).InTime();
        await _rig.Read(Guild).InTime();
        Assert.Equal(0, _rig.Log.Count(OutageEnded));
        _rig.Time.Advance(_pause);

        Assert.Equal((1, 1), (_rig.Log.Count(OutageBegan), _rig.Log.Count(OutageEnded)));
        Assert.Contains(" 3 reads were answered with stale values, 3 loads", _rig.Log.Messages(OutageEnded)[0], StringComparison.Ordinal);
        Assert.Contains("after 6.0 s", _rig.Log.Messages(OutageEnded)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_DatabaseBackAgain_ServesTheNewValue()
    {
        await ExpireAndFailAsync();
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 8);
        _rig.Repository.Failure = null;
        _rig.Time.Advance(_pause * 2);

        Assert.Equal(8UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
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
    public async Task GetAsync_ManyReadersWhileTheDatabaseFails_AreAllServedStaleByOneQuery()
    {
        await _rig.Read(Guild).InTime();
        _rig.Expire();
        var held = _rig.Repository.HoldNext(Guild);
        var reads = Enumerable.Range(0, 10).Select(_ => _rig.Read(Guild)).ToList();
        held.Fail(StubRepository.Outage());

        var snapshots = await Task.WhenAll(reads).InTime();

        Assert.All(snapshots, snapshot => Assert.Equal(7UL, snapshot.WelcomeChannelId));
        Assert.Equal(2, _rig.Repository.Queries);
        Assert.Equal(10, _rig.Cache.GetStatistics().StaleHits);
    }

    [Fact]
    public async Task ReloadAsync_DatabaseDown_FailsAndKeepsWhatIsCached()
    {
        await ExpireAndFailAsync();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Reload(Guild));

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    public void Dispose() => _rig.Dispose();

    private async Task ExpireAndFailAsync()
    {
        await _rig.Read(Guild).InTime();
        _rig.Expire();
        _rig.Repository.Failure = StubRepository.Outage();
    }
}

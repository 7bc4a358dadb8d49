using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class GuildConfigCacheTests : IDisposable
{
    private const ulong Guild = 42;

    private readonly CacheRig _rig = new();

    [Fact]
    public async Task GetAsync_UnknownGuild_AbsenceIsCached()
    {
        Assert.False((await _rig.Read(Guild).InTime()).Exists);
        Assert.False((await _rig.Read(Guild).InTime()).Exists);

        Assert.Equal(1, _rig.Repository.Queries);
        Assert.Equal(1, _rig.Cache.GetStatistics().Hits);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public void Publish_OlderThanWhatIsCached_ChangesNothing()
    {
        var first = _rig.Repository.Write(Guild, 1);
        var second = _rig.Repository.Write(Guild, 2);
        _rig.Publish(second);
        _rig.Publish(first);

        Assert.Equal(2UL, Cached()!.WelcomeChannelId);
        Assert.Equal(second.Revision, _rig.Cache.Revision);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public void Publish_OlderThanADeletion_DoesNotResurrect()
    {
        var created = _rig.Repository.Write(Guild, 1);
        _rig.Publish(_rig.Repository.Delete(Guild));
        _rig.Publish(created);

        Assert.False(Cached()!.Exists);
    }

    [Fact]
    public async Task Publish_OlderThanALoadedAbsence_DoesNotResurrect()
    {
        // Absence is known as of the database's clock, so an earlier change is outdated.
        var created = _rig.Repository.Write(Guild, 1);
        _rig.Repository.Delete(Guild);
        await _rig.Read(Guild).InTime();
        _rig.Publish(created);

        Assert.False(Cached()!.Exists);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Publish_OlderThanWhatWasServedAndDropped_DoesNotGoBack()
    {
        // Two changes in one commit: the second is read from the database before the first is published.
        var first = _rig.Repository.Write(Guild, 1);
        var second = _rig.Repository.Write(Guild, 2);
        Assert.Equal(2UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        _rig.Cache.Invalidate(Guild);
        _rig.Publish(first);

        Assert.Equal(2UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        _rig.Publish(second);
        Assert.Equal(2UL, Cached()!.WelcomeChannelId);
    }

    [Fact]
    public void Publish_OlderThanWhatWasDroppedFromAnotherDatabase_IsServed()
    {
        var first = _rig.Repository.Write(Guild, 1);
        _rig.Publish(_rig.Repository.Write(Guild, 2));
        _rig.Cache.Clear();
        _rig.Publish(first);

        Assert.Equal(1UL, Cached()!.WelcomeChannelId);
    }

    [Fact]
    public async Task Publish_GuildKnownAsAbsent_IsServedImmediately()
    {
        await _rig.Read(Guild).InTime();
        _rig.Publish(_rig.Repository.Write(Guild, 1));

        Assert.Equal(1UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        Assert.Equal(1, _rig.Repository.Queries);
    }

    [Fact]
    public void Publish_ChangeOfAllGuilds_MovesOnlyTheRevision()
    {
        _rig.Publish(_rig.Repository.Write(Guild, 1));
        var kept = Cached();
        _rig.Publish(new GuildConfigChange(9, guildId: null, GuildConfigChangeKind.Refreshed, DateTimeOffset.UnixEpoch, null, null, null, null));

        Assert.Same(kept, Cached());
        Assert.Equal(9, _rig.Cache.GetStatistics().Revision);
    }

    [Fact]
    public void Revision_SetBack_StaysUnchanged()
    {
        _rig.Cache.Revision = 5;
        _rig.Cache.Revision = 3;

        Assert.Equal(5, _rig.Cache.Revision);
    }

    [Fact]
    [Trait("Invariant", "12")]
    public async Task GetAsync_TimeToLiveEnds_ServesAndReloadsInTheBackground()
    {
        _rig.Repository.Write(Guild, 1);
        await _rig.Read(Guild).InTime();
        _rig.Time.Advance(_rig.TimeToLive * 0.85);
        await _rig.Read(Guild).InTime();
        Assert.Equal(1, _rig.Repository.Queries);

        _rig.Expire();
        _rig.Repository.Write(Guild, 2);
        var held = _rig.Repository.HoldNext(Guild);
        for (var i = 0; i < 10; i++)
        {
            var read = _rig.Service.GetAsync(Guild, TestContext.Current.CancellationToken);
            Assert.True(read.IsCompletedSuccessfully);
            Assert.Equal(1UL, (await read).WelcomeChannelId);
        }

        Assert.Equal((1, 10, 0), (_rig.Cache.GetStatistics().Hits, _rig.Cache.GetStatistics().ExpiredHits, _rig.Cache.GetStatistics().StaleHits));
        held.Release();
        Assert.Equal(2UL, (await _rig.ReadRevalidated(Guild)).WelcomeChannelId);
        Assert.Equal(2, _rig.Repository.Queries);
        Assert.Equal(1, _rig.Cache.GetStatistics().Count);
    }

    [Fact]
    public async Task GetAsync_ManyExpire_AreLoadedAFewAtATime()
    {
        const int Guilds = 100;
        var (atOnce, most) = (0, 0);
        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            _rig.Publish(_rig.Repository.Write(guild, 1));
        }

        _rig.Expire();
        _rig.Repository.AfterSight = async () =>
        {
            var now = Interlocked.Increment(ref atOnce);
            InterlockedMax(ref most, now);
            await Task.Delay(1);
            Interlocked.Decrement(ref atOnce);
        };
        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            await _rig.Read(guild).InTime();
        }

        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            await _rig.ReadRevalidated(guild);
        }

        Assert.Equal(Guilds, _rig.Repository.Queries);
        Assert.InRange(most, 1, Math.Clamp(Environment.ProcessorCount / 2, 1, 4));
    }

    [Fact]
    public async Task GetAsync_ExpiresAgain_IsReloadedAgain()
    {
        _rig.Repository.Write(Guild, 1);
        await _rig.Read(Guild).InTime();
        for (var round = 2UL; round <= 4; round++)
        {
            _rig.Expire();
            _rig.Repository.Write(Guild, round);
            Assert.Equal(round, (await _rig.ReadRevalidated(Guild)).WelcomeChannelId);
        }
    }

    [Fact]
    public async Task GetAsync_CachedAbsenceExpires_IsServedAndReloadedInTheBackground()
    {
        Assert.False((await _rig.Read(Guild).InTime()).Exists);
        _rig.Expire();
        _rig.Repository.Write(Guild, 3);

        Assert.False((await _rig.Read(Guild).InTime()).Exists);
        Assert.Equal(3UL, (await _rig.ReadRevalidated(Guild)).WelcomeChannelId);
    }

    [Fact]
    public async Task GetAsync_ReadsDuringTheTimeToLive_DoNotProlongIt()
    {
        _rig.Repository.Write(Guild, 1);
        await _rig.Read(Guild).InTime();
        for (var i = 0; i < 10; i++)
        {
            _rig.Time.Advance(_rig.TimeToLive / 9);
            await _rig.ReadRevalidated(Guild);
        }

        Assert.Equal(2, _rig.Repository.Queries);
    }

    /// <summary>A row altered without the library keeps its revision or takes an older one: a load trusts the database.</summary>
    [Theory]
    [InlineData("reload", 1)]
    [InlineData("reload", 0)]
    [InlineData("expire", 1)]
    [InlineData("expire", 0)]
    [InlineData("load all", 1)]
    [InlineData("load all", 0)]
    public async Task Load_RowAlteredOutsideTheLibrary_TakesItsValue(string way, int newerBy)
    {
        _rig.Repository.Write(Guild, 1);
        var row = _rig.Repository.Write(Guild, 2);
        await _rig.Read(Guild).InTime();
        _rig.Repository.Alter(Guild, 99, row.Revision - 1 + newerBy);

        switch (way)
        {
            case "reload": await _rig.Reload(Guild).InTime(); break;
            case "load all": await _rig.LoadAll().InTime(); break;
            default: _rig.Expire(); await _rig.ReadRevalidated(Guild); break;
        }

        Assert.Equal(99UL, Cached()!.WelcomeChannelId);
    }

    [Fact]
    public async Task Invalidate_CachedGuild_NextReadLoads()
    {
        _rig.Repository.Write(Guild, 1);
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 2);
        _rig.Cache.Invalidate(Guild);

        Assert.Equal(0, _rig.Cache.GetStatistics().Count);
        Assert.Equal(0, _rig.Cache.Bytes);
        Assert.Equal(2UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    public async Task ReloadAsync_CachedGuild_ReplacesTheValue()
    {
        _rig.Repository.Write(Guild, 1);
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 2);

        await _rig.Reload(Guild);

        Assert.Equal(2UL, Cached()!.WelcomeChannelId);
        Assert.Equal(1, _rig.Cache.GetStatistics().Count);
    }

    [Fact]
    public void Invalidate_ManyReplacedValues_RetainsNoSnapshot()
    {
        var forgotten = FillAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(forgotten, snapshot => Assert.False(snapshot.IsAlive));
    }

    public void Dispose() => _rig.Dispose();

    private static void InterlockedMax(ref int value, int candidate)
    {
        for (var seen = Volatile.Read(ref value); seen < candidate;)
        {
            var found = Interlocked.CompareExchange(ref value, candidate, seen);
            seen = found == seen ? candidate : found;
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private List<WeakReference> FillAndForget()
    {
        var snapshots = new List<WeakReference>();
        for (ulong i = 0; i < 100; i++)
        {
            var change = _rig.Publish(_rig.Repository.Write(1 + (i % 10), i + 1));
            snapshots.Add(new WeakReference(change.After));
        }

        for (ulong guild = 1; guild <= 10; guild++)
        {
            _rig.Cache.Invalidate(guild);
            _rig.Repository.Delete(guild);
        }

        return snapshots;
    }

    private GuildConfigSnapshot? Cached() => _rig.Cache.TryGet(Guild, out var snapshot) ? snapshot : null;
}

using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>A load that began before a change never publishes over it (invariants 2 and 4).</summary>
public sealed class SnapshotLoaderStaleFillTests : IDisposable
{
    private const ulong Guild = 42;
    private const ulong OldChannel = 1;
    private const ulong NewChannel = 2;

    private readonly CacheRig _rig = new();

    public SnapshotLoaderStaleFillTests() => _rig.Repository.Write(Guild, OldChannel);

    public static TheoryData<string> WhatHappensAfterTheChange => ["nothing", "invalidated", "deleted"];

    [Theory]
    [MemberData(nameof(WhatHappensAfterTheChange))]
    [Trait("Invariant", "4")]
    public async Task GetAsync_ChangePublishedWhileLoading_LoadsAgain(string then)
    {
        var held = _rig.Repository.HoldNext(Guild);
        var early = _rig.Read(Guild);
        await held.Began.InTime();

        _rig.Publish(_rig.Repository.Write(Guild, NewChannel));
        ulong? expected = NewChannel;
        if (then == "invalidated")
        {
            _rig.Cache.Invalidate(Guild);
        }
        else if (then == "deleted")
        {
            _rig.Publish(_rig.Repository.Delete(Guild));
            expected = null;
        }

        var late = _rig.Read(Guild);
        held.Release();

        Assert.Equal(expected, (await late.InTime()).WelcomeChannelId);
        Assert.Equal(expected, (await early.InTime()).WelcomeChannelId);
        Assert.Equal(expected, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task GetAsync_ChangePublishedAndEvictedWhileLoading_LoadsAgain()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 10_000);
        rig.Repository.Write(Guild, OldChannel);
        var held = rig.Repository.HoldNext(Guild);
        var early = rig.Read(Guild);
        await held.Began.InTime();

        rig.Publish(rig.Repository.Write(Guild, NewChannel));
        await EvictAsync(rig);
        var queries = rig.Repository.Queries;
        var late = rig.Read(Guild);
        held.Release();

        Assert.Equal(NewChannel, (await late.InTime()).WelcomeChannelId);
        Assert.Equal(NewChannel, (await early.InTime()).WelcomeChannelId);
        Assert.Equal(queries + 1, rig.Repository.Queries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Invariant", "4")]
    public async Task GetAsync_UncachedGuildDroppedWhileLoading_LoadsAgain(bool withAllOthers)
    {
        // Another process changed the row; this one is notified while it is still loading.
        var held = _rig.Repository.HoldNext(Guild);
        var early = _rig.Read(Guild);
        await held.Began.InTime();

        _rig.Repository.Write(Guild, NewChannel);
        if (withAllOthers)
        {
            _rig.Cache.Clear();
        }
        else
        {
            _rig.Cache.Invalidate(Guild);
        }

        held.Release();

        Assert.Equal(NewChannel, (await early.InTime()).WelcomeChannelId);
        Assert.Equal(NewChannel, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task GetAsync_ChangeTooLargeToCachePublishedWhileLoading_LoadsAgain()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 4_096);
        rig.Repository.Write(Guild, OldChannel);
        var held = rig.Repository.HoldNext(Guild);
        var early = rig.Read(Guild);
        await held.Began.InTime();

        rig.Publish(rig.Repository.Write(Guild, NewChannel, new string('p', 10_000)));
        held.Release();

        Assert.Equal(NewChannel, (await early.InTime()).WelcomeChannelId);
        Assert.False(rig.Cache.TryGet(Guild, out _));
    }

    [Fact]
    public async Task GetAsync_EveryLoadOvertakenByAChange_LoadsUntilNoneIs()
    {
        var first = _rig.Repository.HoldNext(Guild);
        var second = _rig.Repository.HoldNext(Guild);
        var read = _rig.Read(Guild);
        await first.Began.InTime();
        _rig.Publish(_rig.Repository.Write(Guild, 3));
        _rig.Cache.Invalidate(Guild);
        first.Release();
        await second.Began.InTime();
        _rig.Publish(_rig.Repository.Write(Guild, 4));
        _rig.Cache.Invalidate(Guild);
        second.Release();

        Assert.Equal(4UL, (await read.InTime()).WelcomeChannelId);
        Assert.Equal(3, _rig.Repository.Queries);
    }

    [Fact]
    public async Task RefreshedThenEvicted_DuringAnOlderLoad_NeverGoesBack()
    {
        // Another process changes the row, and this one has not heard of it yet.
        using var rig = new CacheRig(options => options.MaxBytes = 10_000);
        rig.Repository.Write(Guild, OldChannel);
        var held = rig.Repository.HoldNext(Guild);
        var early = rig.Read(Guild);
        await held.Began.InTime();

        rig.Repository.Write(Guild, NewChannel);
        await rig.Reload(Guild);
        Assert.Equal(NewChannel, (await rig.Read(Guild).InTime()).WelcomeChannelId);
        await EvictAsync(rig);
        var late = rig.Read(Guild);
        held.Release();

        Assert.Equal(NewChannel, (await late.InTime()).WelcomeChannelId);
        Assert.Equal(NewChannel, (await early.InTime()).WelcomeChannelId);
    }

    [Fact]
    public async Task RefreshedThenExpired_DuringAnOlderLoad_NeverGoesBack()
    {
        var held = _rig.Repository.HoldNext(Guild);
        var early = _rig.Read(Guild);
        await held.Began.InTime();

        _rig.Repository.Write(Guild, NewChannel);
        await _rig.Reload(Guild);
        Assert.Equal(NewChannel, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        _rig.Expire();
        var late = _rig.Read(Guild);
        held.Release();

        Assert.Equal(NewChannel, (await late.InTime()).WelcomeChannelId);
        await early.InTime();
    }

    public void Dispose() => _rig.Dispose();

    private static async Task EvictAsync(CacheRig rig)
    {
        for (ulong other = 1000; other < 1500; other++)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(2));
            rig.Repository.Write(other);
            await rig.Read(other).InTime();
        }

        Assert.False(rig.Cache.TryGet(Guild, out _));
    }
}

using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Two guilds share a stripe, whose newest revision must decide only where nothing better is known.</summary>
public sealed class CacheOrderTests : IDisposable
{
    private const ulong Guild = 42;

    private static readonly ulong _neighbour = Enumerable.Range(1_000, 100_000).Select(id => (ulong)id).First(id => IndexOf(id) == IndexOf(Guild));

    private readonly CacheRig _rig = new();

    [Fact]
    public void Publish_NeighbourHasANewerRevision_ChangesTheCachedGuild()
    {
        _rig.Publish(_rig.Repository.Write(Guild, 1));
        var second = _rig.Repository.Write(Guild, 2);
        _rig.Publish(_rig.Repository.Write(_neighbour, 3));

        _rig.Publish(second);

        Assert.Equal(2UL, _rig.Cache.Get(Guild)!.WelcomeChannelId);
    }

    [Fact]
    public async Task Publish_NeighbourHasANewerRevision_CreatesTheGuildKnownAsAbsent()
    {
        await _rig.Read(Guild).InTime();
        var created = _rig.Repository.Write(Guild, 2);
        _rig.Publish(_rig.Repository.Write(_neighbour, 3));

        _rig.Publish(created);

        Assert.Equal(2UL, _rig.Cache.Get(Guild)!.WelcomeChannelId);
    }

    /// <summary>What a load has found is as old as its last change, however new the clock was.</summary>
    [Fact]
    public async Task Publish_OlderThanTheClockOfALoadedNeighbour_IsCached()
    {
        _rig.Repository.Write(_neighbour, 1);
        var change = _rig.Repository.Write(Guild, 2);
        _rig.Repository.Write(1, 3);
        await _rig.Read(_neighbour).InTime();

        _rig.Publish(change);

        Assert.Equal(2UL, _rig.Cache.Get(Guild)!.WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task TryFill_LoadIsOlderThanAForeignChangeOfAnUncachedGuild_IsRefused()
    {
        var early = new LoadedGuild(_rig.Repository.Write(Guild, 1).After!, AsOf: 1);
        var generation = _rig.Cache.BeginFill(Guild);
        _rig.Cache.PublishForeign(_rig.Repository.Write(Guild, 2));

        Assert.False(_rig.Cache.TryFill(early, generation, endsFlight: false, out _));

        Assert.Equal((0, 0), (_rig.Cache.Count, _rig.Cache.Bytes));
        Assert.Equal(2UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    public void TryFill_LoadIsOlderThanTheCachedValue_ReturnsThatValue()
    {
        var early = new LoadedGuild(_rig.Repository.Write(Guild, 1, new string('p', 100)).After!, AsOf: 1);
        var generation = _rig.Cache.BeginFill(Guild);
        _rig.Publish(_rig.Repository.Write(Guild, 2));

        Assert.True(_rig.Cache.TryFill(early, generation, endsFlight: false, out var standing));

        Assert.Equal(2UL, standing.WelcomeChannelId);
        Assert.Equal(EntrySize.Of(standing), _rig.Cache.Bytes);
    }

    /// <summary>The scan may have read the row before it was dropped.</summary>
    [Fact]
    public void Fill_GuildWasDroppedDuringTheLoad_IsSkippedAndTakesNoBytes()
    {
        var seen = new LoadedGuild(_rig.Repository.Write(Guild, 1).After!, AsOf: 1);
        var load = _rig.Cache.BeginFullLoad(guilds: 1, addsGuilds: true);
        _rig.Cache.Invalidate(Guild);

        Assert.Equal(FillOutcome.Skipped, _rig.Cache.Fill(load, seen));

        Assert.Equal((0, 0), (_rig.Cache.Count, _rig.Cache.Bytes));
    }

    [Fact]
    public void Fill_NeighbourWasDroppedDuringTheLoad_KeepsTheCachedGuild()
    {
        _rig.Publish(_rig.Repository.Write(Guild, 1));
        var altered = new LoadedGuild(_rig.Repository.Write(Guild, 2).After!, AsOf: 2);
        var load = _rig.Cache.BeginFullLoad(guilds: 1, addsGuilds: true);
        _rig.Cache.Invalidate(_neighbour);

        Assert.Equal(FillOutcome.Cached, _rig.Cache.Fill(load, altered));
        _rig.Cache.EndFullLoad();

        Assert.Equal(1UL, _rig.Cache.Get(Guild)!.WelcomeChannelId);
        Assert.Equal(EntrySize.Of(_rig.Cache.Get(Guild)!), _rig.Cache.Bytes);
    }

    public void Dispose() => _rig.Dispose();

    private static int IndexOf(ulong guild) => Stripe.IndexOf(Stripe.HashOf(guild));
}

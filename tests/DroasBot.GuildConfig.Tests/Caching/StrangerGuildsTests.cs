using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Guilds that are cached although they have no row, or belong to another process.</summary>
public sealed class StrangerGuildsTests : IDisposable
{
    private const ulong Guild = 42;

    /// <summary>A guild of shard 1, while the process runs shard 0 of 2.</summary>
    private const ulong Foreign = 1UL << 22;

    private readonly CacheRig _rig = new(shards: options => (options.Total, options.Ids) = (2, [0]));

    [Fact]
    public async Task PublishForeign_GuildKnownAsAbsent_IsServed()
    {
        await _rig.Read(Guild).InTime();

        _rig.Cache.PublishForeign(_rig.Repository.Write(Guild, 7));

        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
        Assert.Equal(1, _rig.Repository.Queries);
        Assert.Equal(1, _rig.Cache.Count);
    }

    [Fact]
    public void PublishForeign_GuildThatNobodyAskedFor_IsNotCached()
    {
        _rig.Cache.PublishForeign(_rig.Repository.Write(Guild, 7));

        Assert.Equal((0, 0), (_rig.Cache.Count, _rig.Cache.Bytes));
    }

    [Fact]
    public async Task RefreshAsync_GuildKnownAsAbsentHasARowNow_IsServed()
    {
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 7);
        _rig.Repository.Write(Guild + 1, 8);

        await _rig.Preloader.RefreshAsync(CancellationToken.None).InTime();

        Assert.Equal(7UL, _rig.Cache.Get(Guild)!.WelcomeChannelId);
        Assert.Null(_rig.Cache.Get(Guild + 1));
    }

    /// <summary>A scan does not see the guilds of other shards, so they are dropped; absences are kept.</summary>
    [Fact]
    public async Task LoadAllAsync_StoredGuildOfAnotherShard_IsDropped()
    {
        _rig.Repository.Write(Foreign, 7);
        await _rig.Read(Foreign).InTime();
        await _rig.Read(Guild).InTime();

        await _rig.LoadAll().InTime();

        Assert.Null(_rig.Cache.Get(Foreign));
        Assert.False(_rig.Cache.Get(Guild)!.Exists);
    }

    [Theory]
    [InlineData(Guild)]
    [InlineData(Foreign)]
    public async Task Invalidate_Stranger_IsReadAgain(ulong guild)
    {
        await _rig.Read(guild).InTime();
        _rig.Repository.Write(guild, 7);

        _rig.Cache.Invalidate(guild);

        Assert.Equal(7UL, (await _rig.Read(guild).InTime()).WelcomeChannelId);
    }

    [Fact]
    public async Task Clear_Stranger_IsReadAgain()
    {
        await _rig.Read(Guild).InTime();
        _rig.Repository.Write(Guild, 7);

        _rig.Cache.Clear();

        Assert.Equal((0, 0), (_rig.Cache.Count, _rig.Cache.Bytes));
        Assert.Equal(7UL, (await _rig.Read(Guild).InTime()).WelcomeChannelId);
    }

    /// <summary>The absence is known as of the clock of the load, not as of a revision of the guild.</summary>
    [Fact]
    public async Task Publish_OlderThanAnAbsenceThatWasServedAndDropped_DoesNotResurrect()
    {
        var created = _rig.Repository.Write(Guild, 1);
        _rig.Repository.Delete(Guild);
        Assert.False((await _rig.Read(Guild).InTime()).Exists);
        _rig.Cache.Invalidate(Guild);

        _rig.Publish(created);

        Assert.False((await _rig.Read(Guild).InTime()).Exists);
    }

    [Fact]
    public async Task Publish_GuildOfAnotherShard_IsKeptAmongStrangers()
    {
        _rig.Publish(_rig.Repository.Write(Foreign, 1));
        Assert.Equal(1UL, _rig.Cache.Get(Foreign)!.WelcomeChannelId);

        _rig.Cache.PublishForeign(_rig.Repository.Write(Foreign, 2));

        Assert.Equal(2UL, (await _rig.Read(Foreign).InTime()).WelcomeChannelId);
        Assert.Equal(0, _rig.Repository.Queries);
    }

    public void Dispose() => _rig.Dispose();
}

using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Lifetimes in the cache: until a value expires, until everything is cleared, until the cache is disposed.</summary>
public sealed class GuildConfigCacheLifetimeTests
{
    private const ulong Guild = 42;

    [Fact]
    public async Task GetAsync_TimeToLiveShorterThanATickOfTheClock_ExpiresInTime()
    {
        using var rig = new CacheRig(options => options.TimeToLive = TimeSpan.FromMilliseconds(100));
        rig.Repository.Write(Guild, 1);
        await rig.Read(Guild).InTime();

        rig.Time.Advance(TimeSpan.FromMilliseconds(80));
        Assert.True(rig.Cache.TryGet(Guild, out _));

        rig.Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.False(rig.Cache.TryGet(Guild, out _));
    }

    /// <summary>Guilds that are loaded together do not expire together: the last eighth of the time-to-live is spread evenly.</summary>
    [Theory]
    [InlineData(0.87, 0, 0)]
    [InlineData(0.9375, 0.4, 0.6)]
    [InlineData(1, 1, 1)]
    public void Find_ManyLoadedTogether_ExpireOneAfterAnother(double part, double least, double most)
    {
        const int Guilds = 1_000;
        using var rig = new CacheRig();
        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        rig.Time.Advance(rig.TimeToLive * part);

        var expired = Enumerable.Range(1, Guilds).Count(guild => rig.Cache.Find((ulong)guild, out _) == CacheAnswer.Expired);
        Assert.InRange(expired, Guilds * least, Guilds * most);
    }

    [Fact]
    public void Clear_CachedGuild_ForgetsValueBytesAndRevision()
    {
        using var rig = new CacheRig();
        rig.Publish(rig.Repository.Write(Guild, 1));

        rig.Cache.Clear();

        var statistics = rig.Cache.GetStatistics();
        Assert.Equal((0L, 0L, 0L), (statistics.Count, statistics.Bytes, statistics.Revision));
    }

    [Fact]
    public void EndFullLoad_LoadSawAnOlderValue_KeepsTheNewerOne()
    {
        using var rig = new CacheRig();
        var first = rig.Repository.Write(Guild, 1);
        rig.Publish(rig.Repository.Write(Guild, 2));

        var load = rig.Cache.BeginFullLoad(guilds: 1, addsGuilds: true);
        rig.Cache.Fill(load, new LoadedGuild(first.After!, first.Revision));
        rig.Cache.EndFullLoad();

        Assert.True(rig.Cache.TryGet(Guild, out var kept));
        Assert.Equal(2UL, kept.WelcomeChannelId);
    }

    [Fact]
    public void Dispose_Cache_StopsItsClock()
    {
        var rig = new CacheRig();
        rig.Publish(rig.Repository.Write(Guild, 1));

        rig.Dispose();
        Assert.False(rig.Cache.TryGet(Guild, out _));
        rig.Publish(rig.Repository.Write(Guild, 2));

        // A timer that is still running would make the value expire.
        rig.Expire();
        Assert.True(rig.Cache.TryGet(Guild, out _));
    }
}

using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class CachingGuildConfigServiceTests
{
    private const ulong Guild = 42;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_Warm_IsCompletedAndAllocatesNothing(bool isObserved)
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddMetrics());
        using var measurements = isObserved ? new Measurements(host) : null;
        using var traced = isObserved ? new Traced() : null;
        await host.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = 7, cancellationToken: TestContext.Current.CancellationToken);
        var service = host.Service;
        ReadMany(service, 1_000);

        // The runtime may allocate while it recompiles the loop; allocating reads would do so each time.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var completed = ReadMany(service, 20_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(20_000, completed);
        }

        Assert.Equal(0, least);
        Assert.Equal(host.Cache.GetStatistics().Hits, measurements?.Observe("cache.requests")["hit"] ?? 201_000);
    }

    [Fact]
    public async Task Service_HostHasAMemoryCacheOfItsOwn_LeavesItAlone()
    {
        // A size limit makes the host's cache throw for entries without a size.
        await using var host = await TestHost.StartAsync(services: services => services.AddMemoryCache(options =>
        {
            options.SizeLimit = 10;
            options.TrackStatistics = true;
        }));
        for (ulong guild = 1; guild <= 50; guild++)
        {
            await host.Service.GetOrCreateAsync(guild, cancellationToken: TestContext.Current.CancellationToken);
            await host.Service.GetAsync(guild, TestContext.Current.CancellationToken);
        }

        await host.Cache.RefreshAllAsync(cancellationToken: TestContext.Current.CancellationToken);
        var statistics = host.Get<IMemoryCache>().GetCurrentStatistics()!;

        Assert.Equal(0, statistics.CurrentEntryCount);
        Assert.Equal(0, statistics.TotalHits + statistics.TotalMisses);
        Assert.Equal(50, host.Cache.GetStatistics().Count);
    }

    [Fact]
    public async Task Services_SeveralProvidersInOneProcess_AreIndependent()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await TestHost.StartAsync();
        await one.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = 1, cancellationToken: TestContext.Current.CancellationToken);
        await two.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = 2, cancellationToken: TestContext.Current.CancellationToken);
        one.Cache.Invalidate(Guild);

        Assert.Equal(0, one.Cache.GetStatistics().Count);
        Assert.Equal(1, two.Cache.GetStatistics().Count);
        Assert.Equal(1UL, (await one.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);
        Assert.Equal(2UL, (await two.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);
        Assert.Equal(0, two.Cache.GetStatistics().Misses);
    }

    [Fact]
    public async Task GetOrCreateAsync_CachedGuild_DoesNotQueryTheStore()
    {
        // The inner service is a strict mock: a call would throw.
        using var rig = new CacheRig();
        rig.Publish(rig.Repository.Write(Guild, 7));

        Assert.Equal(7UL, (await rig.Service.GetOrCreateAsync(Guild, cancellationToken: TestContext.Current.CancellationToken)).WelcomeChannelId);
    }

    [Fact]
    public async Task ListAsync_StoredGuilds_AreThoseOfTheStore()
    {
        using var rig = new CacheRig();
        rig.Repository.Write(1, 10);
        rig.Repository.Write(2, 20);
        rig.Inner.Setup(inner => inner.ListAsync(1, It.IsAny<CancellationToken>())).Returns(rig.Repository.ListAsync(1, TestContext.Current.CancellationToken));

        Assert.Equal([20UL], await rig.Service.ListAsync(1, TestContext.Current.CancellationToken).Select(guild => guild.WelcomeChannelId).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cache_InvalidateAndRefresh_ReadTheDatabaseAgain()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = 7, cancellationToken: TestContext.Current.CancellationToken);
        await host.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 8");
        Assert.Equal(7UL, (await host.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);

        host.Cache.Invalidate(Guild);
        Assert.Equal(8UL, (await host.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);
        await host.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 9");
        await host.Cache.RefreshAsync(Guild, TestContext.Current.CancellationToken);
        Assert.Equal(9UL, (await host.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);
        await host.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 10");
        Assert.Equal(1, await host.Cache.RefreshAllAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(10UL, (await host.Service.GetAsync(Guild, TestContext.Current.CancellationToken)).WelcomeChannelId);
        Assert.Throws<ArgumentOutOfRangeException>(() => host.Cache.Invalidate(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Cache.RefreshAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task GetAsync_AfterRestart_IsWarm()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = 7, cancellationToken: TestContext.Current.CancellationToken);
        await host.RestartAsync();

        var read = host.Service.GetAsync(Guild, TestContext.Current.CancellationToken);

        Assert.True(read.IsCompletedSuccessfully);
        Assert.Equal(7UL, (await read).WelcomeChannelId);
        Assert.Equal(1, host.Cache.GetStatistics().Hits);
        Assert.Equal(1, host.Cache.GetStatistics().Revision);
    }

    private static int ReadMany(IGuildConfigService service, int count)
    {
        var completed = 0;
        for (var i = 0; i < count; i++)
        {
            var read = service.GetAsync(Guild);
            completed += read.IsCompletedSuccessfully && read.GetAwaiter().GetResult().GuildId == Guild ? 1 : 0;
        }

        return completed;
    }
}

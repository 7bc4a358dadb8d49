using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class GuildConfigCacheControlTests
{
    private const string ChangePastTheLibrary = "UPDATE guild_config SET welcome_channel_id = 99 WHERE guild_id = 1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefreshAllAsync_EveryNode_ReachesTheOtherNode(bool preloads)
    {
        await using var pair = await HostPair.StartAsync(options => options.PreloadOnStartup = preloads);
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await SetAsync(pair.Writer, 1, 10);
        await watch.NextAsync();
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        await pair.Writer.ExecuteAsync(ChangePastTheLibrary);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);

        await using var own = new ChangeProbe(pair.Writer.Services);
        var refreshing = pair.Writer.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        Assert.Equal(GuildConfigChangeKind.Refreshed, (await own.NextAsync()).Kind);
        Assert.Equal(99UL, (await pair.Writer.Service.GetAsync(1, Token)).WelcomeChannelId);

        Assert.Equal(1, await refreshing.InTime());
        var news = await watch.NextAsync();
        Assert.Equal((GuildConfigChangeKind.Refreshed, null, 2L), (news.Kind, news.GuildId, news.Revision));
        Assert.Equal(99UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task RefreshAllAsync_ThisNode_LeavesTheOtherAloneAndTakesNoRevision()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 1, 10);
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        await pair.Writer.ExecuteAsync(ChangePastTheLibrary);

        Assert.Equal(1, await pair.Writer.Cache.RefreshAllAsync(cancellationToken: Token));
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.Equal(99UL, (await pair.Writer.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(1L, await pair.Writer.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task RefreshAsync_OneGuild_IsReadAgain()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 10);
        await host.ExecuteAsync(ChangePastTheLibrary);

        await host.Cache.RefreshAsync(1, Token);

        Assert.Equal(99UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Cache.RefreshAsync(0, Token))).ParamName);
        Assert.Equal("guildId", Assert.Throws<ArgumentOutOfRangeException>(() => host.Cache.Invalidate(0)).ParamName);
    }

    [Fact]
    public async Task Invalidate_OneGuild_IsReadAgainOnDemand()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 10);
        await host.ExecuteAsync(ChangePastTheLibrary);

        host.Cache.Invalidate(1);

        Assert.Equal(0, host.Cache.GetStatistics().Count);
        Assert.Equal(99UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);
}

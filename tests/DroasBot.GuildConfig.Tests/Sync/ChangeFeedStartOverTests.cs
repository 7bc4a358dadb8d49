using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>If the change log does not lead from a node's state to the stored one, everything is reloaded.</summary>
public sealed class ChangeFeedStartOverTests
{
    private const int StartingOver = 33;
    private const int RefreshFailed = 36;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "10")]
    public async Task CatchUpAsync_HistoryPrunedBeyondTheCursor_StartsOver()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 1, 10);
        await CatchUpAsync(pair);
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await SetAsync(pair.Writer, 1, 11);
        await SetAsync(pair.Writer, 1, 12);
        await SetAsync(pair.Writer, 2, 20);
        await pair.Writer.ExecuteAsync("DELETE FROM guild_config_change WHERE revision IN (2)");

        await CatchUpAsync(pair);

        Assert.Equal(1, pair.Log.Count(StartingOver));
        Assert.Contains("from revision 1 to 4", pair.Log.Messages(StartingOver)[0], StringComparison.Ordinal);
        Assert.Equal(12UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(20UL, (await pair.Reader.Service.GetAsync(2, Token)).WelcomeChannelId);
        await AssertRefreshedAsync(watch, 4);

        await SetAsync(pair.Writer, 1, 13);
        await CatchUpAsync(pair);
        Assert.Equal(5, (await watch.NextAsync()).Revision);
        Assert.Equal(1, pair.Log.Count(StartingOver));
    }

    [Fact]
    public async Task CatchUpAsync_WholeHistoryPruned_StartsOver()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 1, 11);
        await pair.Writer.ExecuteAsync("DELETE FROM guild_config_change");

        await CatchUpAsync(pair);

        Assert.Equal(1, pair.Log.Count(StartingOver));
        Assert.Equal(11UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task CatchUpAsync_AnotherEpoch_StartsOverAndForgetsNewerValues()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Reader, 1, 10);
        await SetAsync(pair.Reader, 2, 20);
        await using var watch = new ChangeProbe(pair.Reader.Services);
        await pair.Writer.ExecuteAsync(
            "UPDATE guild_config_clock SET epoch = 'another', revision = 2; UPDATE guild_config SET welcome_channel_id = 99, revision = 1 WHERE guild_id = 2");

        await CatchUpAsync(pair);

        Assert.Contains("different database: True", pair.Log.Messages(StartingOver)[0], StringComparison.Ordinal);
        Assert.Equal(99UL, (await pair.Reader.Service.GetAsync(2, Token)).WelcomeChannelId);
        await AssertRefreshedAsync(watch, 2);
    }

    [Fact]
    public async Task CatchUpAsync_ClockWentBack_StartsOver()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        for (var i = 1UL; i <= 5; i++)
        {
            await SetAsync(pair.Reader, 1, i);
        }

        await pair.Writer.ExecuteAsync(
            "DELETE FROM guild_config_change WHERE revision > 2; UPDATE guild_config_clock SET revision = 2; UPDATE guild_config SET welcome_channel_id = 2, revision = 2");

        await CatchUpAsync(pair);

        Assert.Contains("from revision 5 to 2", pair.Log.Messages(StartingOver)[0], StringComparison.Ordinal);
        Assert.Equal(2UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        await SetAsync(pair.Writer, 1, 3);
        await CatchUpAsync(pair);
        Assert.Equal((3UL, 3L), ((await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId!.Value, (await pair.Reader.Service.GetAsync(1, Token)).Revision));
    }

    /// <summary>The promoted standby lacked the last commit, and gave its revision to another change: only the mark reveals it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [Trait("Invariant", "2")]
    public async Task CatchUpAsync_LostRevisionReused_StartsOver(int laterChanges)
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        for (var i = 1UL; i <= 3; i++)
        {
            await SetAsync(pair.Reader, 1, i);
        }

        await using var watch = new ChangeProbe(pair.Reader.Services);
        await pair.Writer.ExecuteAsync(
            """
            DELETE FROM guild_config_change WHERE revision > 2;
            UPDATE guild_config_clock SET revision = 2, mark = (SELECT mark FROM guild_config_change WHERE revision = 2);
            UPDATE guild_config SET welcome_channel_id = 2, revision = 2
            """);
        for (var i = 1; i <= laterChanges; i++)
        {
            await SetAsync(pair.Writer, 2, 20 + (ulong)i);
        }

        await CatchUpAsync(pair);

        Assert.Equal(1, pair.Log.Count(StartingOver));
        Assert.Equal(2UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(20 + (ulong)laterChanges, (await pair.Reader.Service.GetAsync(2, Token)).WelcomeChannelId);
        await AssertRefreshedAsync(watch, 2 + laterChanges);
    }

    [Theory]
    [InlineData("\"after\" = 'nonsense'")]
    [InlineData("\"after\" = '{}'")]
    [InlineData("\"after\" = '[1]'")]
    [InlineData("\"before\" = NULL, \"after\" = NULL")]
    [InlineData("\"after\" = replace(\"after\", '\"20\"', '\"x\"')")]
    [InlineData("\"after\" = replace(\"after\", '\"revision\":2', '\"revision\":\"two\"')")]
    [InlineData("changed_at = 9223372036854775807")]
    public async Task CatchUpAsync_DamagedChange_StartsOverInsteadOfGettingStuck(string damage)
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 1, 10);
        await SetAsync(pair.Writer, 2, 20);
        await SetAsync(pair.Writer, 3, 30);
        await pair.Writer.ExecuteAsync($"UPDATE guild_config_change SET {damage} WHERE revision = 2");

        await CatchUpAsync(pair);

        Assert.Equal(1, pair.Log.Count(StartingOver));
        Assert.Equal(20UL, (await pair.Reader.Service.GetAsync(2, Token)).WelcomeChannelId);
        Assert.Equal(30UL, (await pair.Reader.Service.GetAsync(3, Token)).WelcomeChannelId);
        Assert.Equal(3, pair.Reader.Cache.GetStatistics().Revision);
    }

    /// <summary>A gap does not imply a different history: cached guilds are served until they are reloaded.</summary>
    [Fact]
    public async Task CatchUpAsync_DamagedChange_DropsNothingWhileItLoads()
    {
        BlockedRepository? blocked = null;
        await using var pair = await HostPair.StartAsync(
            follows: false,
            reader: services => services.AddSingleton<IGuildConfigRepository>(provider => blocked = new BlockedRepository(ActivatorUtilities.CreateInstance<GuildConfigRepository>(provider))));
        await SetAsync(pair.Writer, 1, 10);
        await pair.Reader.Service.GetAsync(1, Token);
        await CatchUpAsync(pair);
        await SetAsync(pair.Writer, 1, 11);
        await pair.Writer.ExecuteAsync("UPDATE guild_config_change SET \"after\" = 'nonsense' WHERE revision = 2");
        blocked!.Block();

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        await Deadlines.UntilAsync(() => blocked.Blocked == 1);
        Assert.Equal(1, pair.Reader.Cache.GetStatistics().Count);
        Assert.Equal(10UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(0, pair.Reader.Cache.GetStatistics().Evictions);

        // It does not delay the feed.
        await SetAsync(pair.Writer, 2, 20);
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        Assert.Equal(3, pair.Reader.Get<ChangeCursor>().Cursor);
        blocked.Release();
        await pair.Reader.Get<ChangeFeed>().Refreshing.InTime();
        Assert.Equal(11UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CatchUpAsync_RefreshFails_IsRepeatedBeforeWatchersAreNotified(bool byGap)
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Writer, 1, 10);
        await CatchUpAsync(pair);
        await pair.Writer.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 99");
        await pair.Writer.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await pair.Writer.ExecuteAsync("ALTER TABLE guild_config RENAME TO elsewhere" + (byGap ? "; DELETE FROM guild_config_change" : string.Empty));
        await using var watch = new ChangeProbe(pair.Reader.Services);

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await pair.Log.WaitForAsync(RefreshFailed);
        Assert.False(watch.HasNext);
        await pair.Writer.ExecuteAsync("ALTER TABLE elsewhere RENAME TO guild_config");
        await pair.Reader.Get<ChangeFeed>().Refreshing.InTime();

        await AssertRefreshedAsync(watch, 2);
        Assert.False(watch.HasNext);
        Assert.Equal(byGap ? 1 : 0, pair.Log.Count(StartingOver));
        Assert.Equal(1, pair.Log.Count(RefreshFailed));

        // Reloaded, not just dropped.
        Assert.Equal(1, pair.Reader.Cache.GetStatistics().Count);
        Assert.Equal(99UL, (await pair.Reader.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CatchUpAsync_WithOrWithoutPreload_StatisticsReportTheCursor(bool preloads)
    {
        await using var pair = await HostPair.StartAsync(options => options.PreloadOnStartup = preloads, follows: false);
        await SetAsync(pair.Writer, 1, 10);
        await CatchUpAsync(pair);
        Assert.Equal(1, pair.Reader.Cache.GetStatistics().Revision);

        await SetAsync(pair.Writer, 1, 11);
        await pair.Writer.ExecuteAsync("DELETE FROM guild_config_change");
        await CatchUpAsync(pair);

        Assert.Equal(2, pair.Reader.Cache.GetStatistics().Revision);
    }

    /// <summary>The writer notices it first: the feed may still be waiting for its interval.</summary>
    [Fact]
    public async Task UpdateAsync_ClockWentBack_ForgetsNewerValuesBeforeItWrites()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await SetAsync(pair.Reader, 1, 10);
        await SetAsync(pair.Reader, 2, 20);
        await pair.Writer.ExecuteAsync(
            "DELETE FROM guild_config_change WHERE revision = 2; UPDATE guild_config_clock SET revision = 1; UPDATE guild_config SET welcome_channel_id = 99, revision = 1 WHERE guild_id = 2");

        await SetAsync(pair.Reader, 1, 11);

        Assert.Equal(99UL, (await pair.Reader.Service.GetAsync(2, Token)).WelcomeChannelId);
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    private static async Task CatchUpAsync(HostPair pair)
    {
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await pair.Reader.Get<ChangeFeed>().Refreshing.InTime();
    }

    private static async Task AssertRefreshedAsync(ChangeProbe watch, long revision)
    {
        var news = await watch.NextAsync();
        Assert.Equal((GuildConfigChangeKind.Refreshed, null, revision), (news.Kind, news.GuildId, news.Revision));
    }
}

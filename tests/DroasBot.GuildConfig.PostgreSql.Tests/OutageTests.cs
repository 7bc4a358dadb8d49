using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Hosting;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>Nodes whose server ends their sessions, or stops. On a separate server.</summary>
public sealed class OutageTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int Guilds = 5;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_SessionsEndedRepeatedly_LosesAndRepeatsNothing()
    {
        await using var store = new PostgreSqlStore(own.Server);
        ContractNode[] nodes = [await StartNodeAsync(store), await StartNodeAsync(store)];
        await using var probe = new ChangeProbe(nodes[1].Services);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteUntilAsync(nodes, enough.Token);

        for (var i = 0; i < 15; i++)
        {
            await probe.NextAsync();
            await store.TerminateAllAsync();
        }

        await enough.CancelAsync();
        await AssertExactAsync(store, nodes, await writing.InTime());
    }

    [Fact]
    public async Task UpdateAsync_ServerCrashesAndComesBack_NothingIsLostAndBothNodesRecover()
    {
        await using var store = new PostgreSqlStore(own.Server);
        ContractNode[] nodes = [await StartNodeAsync(store), await StartNodeAsync(store)];
        await using var probe = new ChangeProbe(nodes[1].Services);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteUntilAsync(nodes, enough.Token);

        for (var i = 0; i < 3; i++)
        {
            await probe.NextAsync();
            await own.Server.RestartAsync();
        }

        await probe.NextAsync();
        await enough.CancelAsync();
        await AssertExactAsync(store, nodes, await writing.InTime());
    }

    [Fact]
    public async Task GetAsync_PooledConnectionsEnded_ReadsOnANewOne()
    {
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(options => options.PreloadOnStartup = false);
        await node.Get<BackgroundLoops>().StopAsync();
        for (var guild = 1UL; guild < 20; guild++)
        {
            await Task.WhenAll(node.Service.GetAsync(guild, Token).AsTask(), node.Service.GetAsync(guild + 100, Token).AsTask());
            await store.TerminateAllAsync();
        }

        Assert.False((await node.Service.GetAsync(20, Token)).Exists);
    }

    /// <summary>The driver prepares a statement on its second use, and fails differently if the connection breaks then.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task UpdateAsync_SessionEndedAfterSomeUsesOfItsStatements_SucceedsOnAnother(int uses)
    {
        await using var store = new PostgreSqlStore(own.Server);
        var node = await StartNodeAsync(store);
        for (var i = 0; i < uses; i++)
        {
            await node.IncrementAsync(1, Token);
        }

        await store.TerminateAllAsync();

        Assert.Equal((ulong)uses + 1, (await node.IncrementAsync(1, Token).InTime()).WelcomeChannelId);
        Assert.Equal(uses + 1L, await store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task GetAsync_ServerDown_ServesCachedGuildsAndFailsForOthersWithTheReason()
    {
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(200));
        await Deadlines.UntilMadeAsync(() => node.IncrementAsync(1, Token));
        GuildConfigStoreException unread, unwritten;
        await own.Server.StopAsync();
        try
        {
            Assert.Equal(1UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
            unread = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Service.GetAsync(2, Token).AsTask().InTime());
            unwritten = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.IncrementAsync(1, Token).InTime());
        }
        finally
        {
            await own.Server.StartAsync();
        }

        Assert.All([unread, unwritten], error => Assert.True(error.IsTransient));
        Assert.All([unread, unwritten], error => Assert.Contains(store.Database, error.Message, StringComparison.Ordinal));
        Assert.Equal(2UL, (await Deadlines.UntilMadeAsync(() => node.IncrementAsync(1, Token))).WelcomeChannelId);
        Assert.False((await node.Service.GetAsync(2, Token)).Exists);
    }

    /// <summary>Invariant 12: connections are neither refused nor answered. Reads wait neither for an expiry nor for the outage to end.</summary>
    [Fact]
    [Trait("Invariant", "12")]
    public async Task GetAsync_ServerPaused_ServesCachedGuildsImmediately()
    {
        const int Cached = 50;
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(options => options.Cache.TimeToLive = TimeSpan.FromMilliseconds(50));
        for (var guild = 1UL; guild <= Cached; guild++)
        {
            await node.IncrementAsync(guild, Token);
        }

        await own.Server.PauseAsync();
        try
        {
            for (var expired = 0L; expired < 500; expired = node.Cache.GetStatistics().ExpiredHits + node.Cache.GetStatistics().StaleHits)
            {
                for (var guild = 1UL; guild <= Cached; guild++)
                {
                    var read = node.Service.GetAsync(guild, Token);
                    Assert.True(read.IsCompletedSuccessfully);
                    Assert.Equal(1UL, (await read).WelcomeChannelId);
                }

                await Task.Delay(5, Token);
            }
        }
        finally
        {
            await own.Server.ContinueAsync();
        }

        await store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 9");
        await Deadlines.UntilAsync(async () => (await node.Service.GetAsync(1, Token)).WelcomeChannelId == 9);
    }

    /// <summary>The listener notices it first, then the feed, perhaps a read: all of them notice the same outage.</summary>
    [Fact]
    public async Task Outage_ServerDownAndUpAgain_LogsTwoLinesAndHealthFollows()
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(register: services =>
        {
            services.AddSingleton<ILoggerProvider>(log);
            services.AddHealthChecks().AddGuildConfig();
        });
        await node.IncrementAsync(1, Token);
        var before = log.OfTheLibrary.Count;
        await own.Server.StopAsync();
        try
        {
            await Deadlines.UntilAsync(() => log.Count(OutageBegan) == 1);
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Service.GetAsync(2, Token).AsTask().InTime());
            var down = await CheckAsync(node);
            Assert.Equal(HealthStatus.Unhealthy, down.Status);
            Assert.Contains(store.Database, down.Description, StringComparison.Ordinal);
        }
        finally
        {
            await own.Server.StartAsync();
        }

        await Deadlines.UntilAsync(async () => (await CheckAsync(node)).Status == HealthStatus.Healthy);
        await Deadlines.UntilAsync(() => log.Count(OutageEnded) == 1);
        await using var probe = new ChangeProbe(node.Services);
        await node.IncrementAsync(1, Token);
        await probe.NextAsync();

        Assert.Equal([OutageBegan, OutageEnded], log.OfTheLibrary.Skip(before).Where(entry => entry.Level > LogLevel.Debug).Select(entry => entry.Id));
    }

    private static async Task<HealthReportEntry> CheckAsync(ContractNode node)
        => (await node.Get<HealthCheckService>().CheckHealthAsync(Token)).Entries["guild-config"];

    private static Task<ContractNode> StartNodeAsync(PostgreSqlStore store)
        => store.StartNodeAsync(options => options.TransactionTimeout = Deadlines.Limit);

    /// <summary>Four callers per node increment without a pause.</summary>
    /// <returns>How many increments were acknowledged.</returns>
    private static async Task<long> WriteUntilAsync(ContractNode[] nodes, CancellationToken enough)
    {
        var acknowledged = 0L;
        await Task.WhenAll(Enumerable.Range(0, 4 * nodes.Length).Select(caller => Task.Run(
            async () =>
            {
                for (var i = caller; !enough.IsCancellationRequested; i++)
                {
                    await nodes[caller % nodes.Length].IncrementAsync((ulong)(i % Guilds) + 1, Token);
                    Interlocked.Increment(ref acknowledged);
                }
            },
            Token)));
        return acknowledged;
    }

    private static async Task AssertExactAsync(PostgreSqlStore store, ContractNode[] nodes, long acknowledged)
    {
        Assert.Equal(acknowledged, (long)await store.ScalarAsync<decimal>("SELECT sum(welcome_channel_id) FROM guild_config"));
        Assert.Equal(acknowledged, await store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));

        // One more change shows that each node has processed all earlier ones.
        await using var first = new ChangeProbe(nodes[0].Services);
        await using var second = new ChangeProbe(nodes[1].Services);
        var last = await nodes[0].IncrementAsync(1, Token);
        Assert.Equal(acknowledged + 1, last.Revision);
        await first.TakeUntilAsync(last.Revision);
        await second.TakeUntilAsync(last.Revision);
        foreach (var row in await store.QueryAsync("SELECT guild_id, revision FROM guild_config"))
        {
            foreach (var node in nodes)
            {
                Assert.Equal((long)row[1]!, (await node.Service.GetAsync((ulong)(long)row[0]!, Token)).Revision);
            }
        }
    }
}

using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Guilds leave and return, and are erased after a long absence.</summary>
public abstract class LifecycleContract : StoreContract
{
    /// <summary>No longer than this: advancing the clock fires every timer in the library for each of its periods.</summary>
    private static readonly TimeSpan _retention = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(StoppedClock.Now);

    [Fact]
    public async Task MarkLeftAsync_Guild_IsListedAndStillServed()
    {
        var node = await StartAsync();
        await node.IncrementAsync(ulong.MaxValue, Token);
        await Lifecycle(node).MarkLeftAsync(ulong.MaxValue, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Lifecycle(node).MarkLeftAsync(ulong.MaxValue, Token);
        await Lifecycle(node).MarkLeftAsync(2, Token);

        await node.IncrementAsync(ulong.MaxValue, Token);

        Assert.Equal(
            [new GuildDeparture(ulong.MaxValue, StoppedClock.Now), new GuildDeparture(2, StoppedClock.Now.AddMinutes(1))],
            await Lifecycle(node).ListDeparturesAsync(Token).ToListAsync(Token));
        Assert.Equal(2UL, (await node.Service.GetAsync(ulong.MaxValue, Token)).WelcomeChannelId);
        Assert.Equal(2L, node.Get<DepartureFigures>().Departed);
    }

    [Fact]
    public async Task MarkPresentAsync_ADepartedGuild_EndsTheDepartureOnEveryNode()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        await Lifecycle(node).MarkLeftAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(2, Token);

        await Lifecycle(other).MarkPresentAsync(1, Token);
        await Lifecycle(other).MarkPresentAsync(3, Token);

        Assert.Equal([2UL], (await Lifecycle(node).ListDeparturesAsync(Token).ToListAsync(Token)).Select(departure => departure.GuildId));
    }

    [Fact]
    public async Task MarkPresentAsync_PresentGuild_WritesNothing()
    {
        var node = await StartAsync();
        await using var held = await Store.HoldWritesAsync();

        await Lifecycle(node).MarkPresentAsync(1, Token).InTime();
    }

    [Fact]
    public async Task AnyMember_IdZero_IsRefused()
    {
        var node = await StartAsync();

        Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Lifecycle(node).MarkLeftAsync(0, Token))).ParamName);
        Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Lifecycle(node).MarkPresentAsync(0, Token))).ParamName);
        Assert.Equal("presentGuildIds", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Lifecycle(node).ReconcileAsync([1, 0], 1, Token))).ParamName);
        Assert.Equal("presentGuildIds", (await Assert.ThrowsAsync<ArgumentNullException>(() => Lifecycle(node).ReconcileAsync(null!, 1, Token))).ParamName);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public async Task ReconcileAsync_InvalidShare_IsRefused(double share)
    {
        var node = await StartAsync();

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Lifecycle(node).ReconcileAsync([1], share, Token));

        Assert.Equal(("maxShareLeft", (object)share), (error.ParamName, error.ActualValue));
        Assert.StartsWith("A share must be from 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyMember_InsideAUnit_IsRefused()
    {
        var node = await StartAsync();
        var refused = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync(
            async (_, token) =>
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => Lifecycle(node).MarkPresentAsync(1, token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => Lifecycle(node).MarkLeftAsync(1, token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => Lifecycle(node).ReconcileAsync([], 1, token));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await Lifecycle(node).ListDeparturesAsync(token).ToListAsync(token));
                refused = 4;
            },
            cancellationToken: Token));

        Assert.Equal(4, refused);
    }

    /// <summary>A statement has 100 guilds; all statements of a transaction are stored, or none.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(201)]
    public async Task ReconcileAsync_SeveralStatementsOfGuilds_AreAllStored(int guilds)
    {
        var node = await StartAsync();
        await StoreGuildsAsync(node, 1, guilds);

        Assert.Equal(guilds, (await Lifecycle(node).ReconcileAsync([], 1, Token)).Left);
        Assert.Equal(Range(1, guilds), await DepartedAsync(node));

        Assert.Equal(guilds, (await Lifecycle(node).ReconcileAsync(Ids(1, guilds), 1, Token)).Returned);
        Assert.Empty(await DepartedAsync(node));
    }

    /// <summary>However long guilds are kept, an hour is enough for a bot to connect.</summary>
    [Fact]
    public async Task Sweep_NeverReconciledWithALongRetention_ErasesAfterAnHour()
    {
        var retention = TimeSpan.FromHours(3);
        var node = await StartAsync(options => options.LeftGuildRetention = retention, services => services.AddSingleton(new WaitingTime(_time)));
        await node.IncrementAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(1, Token);
        await Store.ExecuteAsync($"UPDATE guild_departure SET left_at = left_at - {(long)retention.TotalMilliseconds}");

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        await Purger(node).SweepAsync(Token);
        Assert.True((await node.Service.GetAsync(1, Token)).Exists);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Purger(node).SweepAsync(Token);

        Assert.False((await node.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task ReconcileAsync_MissingGuilds_AreMarkedAsLeft()
    {
        var node = await StartAsync();
        await StoreGuildsAsync(node, 1, 100);
        await Lifecycle(node).MarkLeftAsync(10, Token);
        await Lifecycle(node).MarkLeftAsync(11, Token);
        await Lifecycle(node).MarkLeftAsync(200, Token);
        await Lifecycle(node).MarkLeftAsync(201, Token);

        // 98 have not departed. 5 are missing, a share of 0.0510; 12 is missing too; 10 and 200 are back, and 300 has no configuration.
        var present = Range(1, 100).Except(Range(11, 16)).Append(200UL).Append(300UL).ToList();
        var refused = await Assert.ThrowsAsync<GuildConfigException>(() => Lifecycle(node).ReconcileAsync(present, cancellationToken: Token));
        Assert.Contains("5 of 98", refused.Message, StringComparison.Ordinal);
        Assert.Equal([10UL, 11, 200, 201], await DepartedAsync(node));

        var found = await Lifecycle(node).ReconcileAsync(present, 0.06, Token);
        var again = await Lifecycle(node).ReconcileAsync(present, 0, Token);

        Assert.Equal([new GuildReconciliation(94, 5, 2), new GuildReconciliation(94, 0, 0)], [found, again]);
        Assert.Equal([11UL, 12, 13, 14, 15, 16, 201], await DepartedAsync(node));
    }

    [Fact]
    public async Task ReconcileAsync_ShareJustReached_IsAllowed()
    {
        var node = await StartAsync();
        await StoreGuildsAsync(node, 1, 100);

        Assert.Equal(new GuildReconciliation(95, 5, 0), await Lifecycle(node).ReconcileAsync(Ids(1, 95), cancellationToken: Token));
    }

    [Fact]
    public async Task ReconcileAsync_NoGuildPresent_IsRefusedUnlessAllMayHaveLeft()
    {
        var node = await StartAsync();
        await StoreGuildsAsync(node, 1, 3);

        await Assert.ThrowsAsync<GuildConfigException>(() => Lifecycle(node).ReconcileAsync([], 0.99, Token));
        Assert.Empty(await DepartedAsync(node));

        Assert.Equal(3, (await Lifecycle(node).ReconcileAsync([], 1, Token)).Left);
        Assert.Equal(new GuildReconciliation(0, 0, 0), await Lifecycle(node).ReconcileAsync([], 0, Token));
    }

    [Fact]
    public async Task ReconcileAsync_GuildsOfOtherShards_AreLeftAlone()
    {
        var node = await StartAsync(options => (options.Shards.Total, options.Shards.Ids) = (2, [1]));
        ulong[] own = [1UL << 22, (3UL << 22) + 5, ulong.MaxValue], others = [7, 2UL << 22, (1UL << 63) + 9];
        foreach (var guild in own.Concat(others))
        {
            await node.IncrementAsync(guild, Token);
        }

        await Lifecycle(node).MarkLeftAsync(others[0], Token);
        var found = await Lifecycle(node).ReconcileAsync([own[0], others[0]], 1, Token);

        Assert.Equal(new GuildReconciliation(1, 2, 0), found);
        Assert.Equal([own[1], own[2], others[0]], (await DepartedAsync(node)).OrderBy(guild => Array.IndexOf([.. own, .. others], guild)));
    }

    [Fact]
    public async Task Sweep_GracePeriodOver_ErasesOnlyThoseGuilds()
    {
        var log = new EventRecorder();
        var node = await StartAsync(Purging, services => services.AddLogging(logging => logging.AddProvider(log)).AddHealthChecks().AddGuildConfig());
        await StoreGuildsAsync(node, 1, 4);
        await Lifecycle(node).ReconcileAsync(Ids(1, 4), cancellationToken: Token);
        await Lifecycle(node).MarkLeftAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(2, Token);
        await Lifecycle(node).MarkLeftAsync(9, Token);
        _time.Advance(_retention - TimeSpan.FromMilliseconds(1));
        await Lifecycle(node).MarkLeftAsync(3, Token);
        await Purger(node).SweepAsync(Token);
        Assert.Equal(4, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
        Assert.DoesNotContain(log.Events, recorded => recorded.Id == 27);

        await Lifecycle(node).MarkPresentAsync(2, Token);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Purger(node).SweepAsync(Token);

        var exist = await Task.WhenAll(Range(1, 4).Select(async guild => (await node.Service.GetAsync(guild, Token)).Exists));
        Assert.Equal([false, true, true, true], exist);
        Assert.Equal([3UL], await DepartedAsync(node));
        Assert.Equal((1L, 2L), (node.Get<DepartureFigures>().Departed, node.Get<DepartureFigures>().Purged));
        Assert.Equal((1L, 2L), (Figure(node, "guilds.departed"), Figure(node, "guilds.purged")));
        Assert.Single(log.Events, recorded => recorded.Id == 27);
        Assert.Equal([GuildConfigChangeKind.Erased, GuildConfigChangeKind.Erased], (await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token)).Select(change => change.Kind));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task Sweep_ProcessJustStarted_WaitsForTheReconciliation()
    {
        var node = await StartAsync(Purging);
        await StoreGuildsAsync(node, 1, 2);
        await Lifecycle(node).MarkLeftAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(2, Token);
        _time.Advance(_retention * 2);

        // Guild 1 returned while no process was running.
        var next = await StartAsync(Purging);
        await Purger(next).SweepAsync(Token);
        Assert.True((await next.Service.GetAsync(1, Token)).Exists);

        await Lifecycle(next).ReconcileAsync([1], 1, Token);
        await Purger(next).SweepAsync(Token);

        Assert.Equal((true, false), ((await next.Service.GetAsync(1, Token)).Exists, (await next.Service.GetAsync(2, Token)).Exists));
    }

    [Fact]
    public async Task Sweep_GuildsOfOtherShards_AreLeftToThem()
    {
        var node = await StartAsync(options =>
        {
            Purging(options);
            (options.Shards.Total, options.Shards.Ids) = (2, [1]);
        });
        await Lifecycle(node).ReconcileAsync([], cancellationToken: Token);
        await Lifecycle(node).MarkLeftAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(1UL << 22, Token);
        _time.Advance(_retention * 2);

        await Purger(node).SweepAsync(Token);

        Assert.Equal([1UL], await DepartedAsync(node));
    }

    [Fact]
    public async Task Retention_RunningHost_ErasesAutomatically()
    {
        var node = await Store.StartNodeAsync(options => options.LeftGuildRetention = TimeSpan.FromSeconds(1));
        await node.IncrementAsync(1, Token);
        await node.Get<IGuildConfigLifecycle>().MarkLeftAsync(1, Token);

        await Deadlines.UntilAsync(async () => !(await node.Service.GetAsync(1, Token)).Exists);
    }

    /// <summary>After the erasure, the guild starts over, and nothing from before comes back.</summary>
    [Fact]
    public async Task Sweep_GuildReturnsAfterErasure_StartsOver()
    {
        var node = await StartAsync(Purging);
        await Lifecycle(node).ReconcileAsync([], cancellationToken: Token);
        await node.IncrementAsync(1, Token);
        await Lifecycle(node).MarkLeftAsync(1, Token);
        _time.Advance(_retention);
        await Purger(node).SweepAsync(Token);

        await Lifecycle(node).MarkPresentAsync(1, Token);
        var created = await node.IncrementAsync(1, Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);
        _time.Advance(_retention);
        await Purger(node).SweepAsync(Token);

        Assert.Equal((1UL, 3L), (created.WelcomeChannelId, created.Revision));
        Assert.Equal(
            [GuildConfigChangeKind.Deleted, GuildConfigChangeKind.Created, GuildConfigChangeKind.Erased, GuildConfigChangeKind.Erased],
            (await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token)).Select(change => change.Kind));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    private static void Purging(GuildConfigOptions options) => options.LeftGuildRetention = _retention;

    private static IGuildConfigLifecycle Lifecycle(ContractNode node) => node.Get<IGuildConfigLifecycle>();

    private static DeparturePurger Purger(ContractNode node) => node.Get<DeparturePurger>();

    private static object Figure(ContractNode node, string name) => node.Get<HealthData>().Read(node.Get<ReadWindow>().Read())[name];

    private static IEnumerable<ulong> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(id => (ulong)id);

    private static List<ulong> Ids(int first, int last) => [.. Range(first, last)];

    private static async Task StoreGuildsAsync(ContractNode node, int first, int last)
        => await Task.WhenAll(Range(first, last).Select(guild => node.IncrementAsync(guild, Token)));

    private static async Task<List<ulong>> DepartedAsync(ContractNode node)
        => [.. (await Lifecycle(node).ListDeparturesAsync(Token).ToListAsync(Token)).Select(departure => departure.GuildId).Order()];

    /// <summary>Starts a node on the test's clock; the test sweeps explicitly.</summary>
    private Task<ContractNode> StartAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
        => Store.StartNodeAsync(configure, services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            register?.Invoke(services);
        });
}

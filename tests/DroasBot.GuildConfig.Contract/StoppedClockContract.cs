using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host with a stopped clock, as in a test: waits use real time, stored times use the host's clock.</summary>
public abstract class StoppedClockContract : StoreContract
{
    [Fact]
    public async Task Start_StoppedClock_ReadsWritesAndStops()
    {
        var node = await StartAsync();

        var written = await node.IncrementAsync(1, Token).InTime();
        node.Cache.Invalidate(1);
        var read = await node.Service.GetAsync(1, Token).AsTask().InTime();

        Assert.Equal((1UL, StoppedClock.Now, 1L), (read.WelcomeChannelId, read.UpdatedAt, written.Revision));
        await AssertEndsAsync(node);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task Write_RetriedWhileTheDatabaseIsLocked_SucceedsOnceItIsUnlocked(int writes)
    {
        var node = await StartAsync(options => options.TransactionTimeout = Deadlines.Limit);
        Task[] waiting;
        await using (await Store.HoldWritesAsync())
        {
            waiting = [.. Enumerable.Range(0, writes).Select(_ => node.IncrementAsync(1, Token))];

            // Longer than one attempt of either engine, so that there are retries.
            await Task.WhenAny(Task.WhenAll(waiting), Task.Delay(1_300, Token));
        }

        await Task.WhenAll(waiting).InTime();
        Assert.Equal((long)writes, await Store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
        await AssertEndsAsync(node);
    }

    [Fact]
    public async Task Write_LockedForLongerThanTheLimit_FailsByRealTime()
    {
        var node = await StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(300));
        await using (await Store.HoldWritesAsync())
        {
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.IncrementAsync(1, Token).InTime());
        }

        Assert.Equal(1UL, (await Deadlines.UntilMadeAsync(() => node.IncrementAsync(1, Token))).WelcomeChannelId);
        await AssertEndsAsync(node);
    }

    [Fact]
    public async Task Edit_NeverReturns_IsAbandonedByRealTime()
    {
        using var code = new HungCode();
        var node = await StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<GuildConfigException>(() => node.Service.UpdateAsync(1, _ => code.Enter(), cancellationToken: Token).InTime());
        await Assert.ThrowsAnyAsync<GuildConfigException>(
            () => node.Service.TransactAsync((_, _) => new TaskCompletionSource().Task, cancellationToken: Token).InTime());

        await AssertEndsAsync(node);
    }

    [Fact]
    public async Task Sync_BetweenTwoHosts_Continues()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        for (var i = 1UL; i <= 3; i++)
        {
            await using var probe = new ChangeProbe(other.Services);
            var written = await node.IncrementAsync(1, Token);
            var change = (await probe.TakeUntilAsync(written.Revision))[^1];
            Assert.Equal((i, StoppedClock.Now), (change.After!.WelcomeChannelId!.Value, change.ChangedAt));
            Assert.Equal(i, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);
        }

        await AssertEndsAsync(node);
        await AssertEndsAsync(other);
    }

    [Fact]
    public async Task Pruning_ByLimit_Continues()
    {
        var node = await StartAsync(options => options.HistoryLimit = 2);
        for (var sweep = 0; sweep < 2; sweep++)
        {
            await node.IncrementAsync(1, Token);
            await node.IncrementAsync(1, Token);
            await node.IncrementAsync(1, Token);
            await Deadlines.UntilAsync(async () => await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change") <= 2);
        }

        await AssertEndsAsync(node);
    }

    private async Task<ContractNode> StartAsync(Action<GuildConfigOptions>? configure = null)
    {
        var node = Store.BuildNode(configure, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new StoppedClock()));
            services.AddHealthChecks().AddGuildConfig();
        });
        await node.Services.InitializeGuildConfigAsync(cancellationToken: Token).InTime();
        return node;
    }

    private static async Task AssertEndsAsync(ContractNode node)
    {
        Assert.Equal(HealthStatus.Healthy, (await node.Get<HealthCheckService>().CheckHealthAsync(Token).InTime()).Status);
        await Task.Run(async () => await node.DisposeAsync(), Token).InTime();
    }
}

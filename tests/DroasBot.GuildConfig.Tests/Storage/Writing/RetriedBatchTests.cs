using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class RetriedBatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_AnotherNodeWritesBeforeTheRetry_NothingOfTheFirstTryIsPublished()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        await using var other = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + host.DatabasePath);
        await using var watch = new ChangeProbe(host.Services);
        var hasFailed = false;
        faults.Fault = (at, _) =>
        {
            if (at.StartsWith("UPDATE guild_config_clock", StringComparison.Ordinal) && !hasFailed)
            {
                hasFailed = true;
                return WriterFaults.Transient();
            }

            if (at == "begin" && hasFailed)
            {
                // The revision of the first attempt now belongs to another change.
                faults.Fault = null;
                other.Service.UpdateAsync(5, e => e.WelcomeChannelId = 50, cancellationToken: Token).GetAwaiter().GetResult();
            }

            return null;
        };

        var made = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token).InTime();

        Assert.Equal(2, made.Revision);
        Assert.Equal([(1L, 5UL), (2L, 1UL)], (await watch.TakeAsync(2)).Select(change => (change.Revision, change.GuildId!.Value)));
        Assert.Equal(50UL, (await host.Service.GetAsync(5, Token)).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task ExecuteAsync_AnotherNodeChangesTheGuildBeforeTheRetry_TheEditRunsOnTheNewState()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        await using var other = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + host.DatabasePath);
        await Add(host);
        var hasFailed = false;
        faults.Fault = (at, _) =>
        {
            if (at.StartsWith("UPDATE guild_config_clock", StringComparison.Ordinal) && !hasFailed)
            {
                hasFailed = true;
                return WriterFaults.Transient();
            }

            if (at == "begin" && hasFailed)
            {
                faults.Fault = null;
                Add(other).GetAwaiter().GetResult();
            }

            return null;
        };

        var made = await Add(host).InTime();

        Assert.Equal((3UL, 3L), (made.WelcomeChannelId, made.Revision));
        Assert.Equal(3L, await host.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));

        static Task<GuildConfigSnapshot> Add(TestHost host)
            => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token);
    }
}

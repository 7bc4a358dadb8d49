using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class GuildConfigTransactionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_CallFromInsideItsOwnEdit_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        Task<GuildConfigSnapshot>? inner = null;

        await host.Service.TransactAsync(
            (transaction, token) => transaction.UpdateAsync(
                1,
                e =>
                {
                    inner = transaction.GetAsync(2, token);
                    e.WelcomeChannelId = 10;
                },
                token),
            cancellationToken: Token).InTime();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => inner!.InTime());
        Assert.Contains("simultaneous", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task UpdateAsync_SecondCallWhileTheFirstIsUnderWay_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                var first = Task.Run(
                    () => transaction.UpdateAsync(
                        1,
                        e =>
                        {
                            entered.SetResult();
                            release.Wait(TimeSpan.FromSeconds(30), token);
                            e.WelcomeChannelId = 10;
                        },
                        token),
                    token);
                await entered.Task.InTime();
                await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.UpdateAsync(2, e => e.WelcomeChannelId = 20, token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.DeleteAsync(2, token));
                release.Set();
                await first;
                Assert.Equal(10UL, (await transaction.GetAsync(1, token)).WelcomeChannelId);
            },
            cancellationToken: Token).InTime();

        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task UpdateAsync_EditThrows_LetsTheDelegateContinue()
    {
        await using var host = await TestHost.StartAsync();

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await Assert.ThrowsAsync<FormatException>(() => transaction.UpdateAsync(1, Edits.Failing(new FormatException()), token));
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 20, token);
            },
            cancellationToken: Token).InTime();

        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        Assert.Equal(20UL, (await host.Service.GetAsync(2, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task TransactAsync_DelegateLeavesACallUnawaited_WaitsUntilItHasLeftTheConnection()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var meanwhile = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? left = null;
        faults.Fault = (at, _) =>
        {
            if (at == "signal")
            {
                return null;
            }

            if (entered.Task.IsCompleted)
            {
                meanwhile.TrySetResult(at);
            }
            else if (at.StartsWith("SELECT g.guild_id", StringComparison.Ordinal))
            {
                entered.SetResult();
                release.Wait(TimeSpan.FromSeconds(30), Token);
            }

            return null;
        };

        var transacting = host.Service.TransactAsync(
            (transaction, token) =>
            {
                left = Task.Run(() => transaction.GetAsync(1, token), token);
                return entered.Task;
            },
            cancellationToken: Token);
        await entered.Task.InTime();

        // Nothing else may use the connection now. Anything that did would do so immediately.
        await Task.WhenAny(meanwhile.Task, Task.Delay(TimeSpan.FromMilliseconds(200), Token));
        Assert.False(meanwhile.Task.IsCompleted, meanwhile.Task.IsCompleted ? await meanwhile.Task : null);
        release.Set();
        await transacting.InTime();
        await left!.InTime();
    }

    [Fact]
    public async Task AnyCall_CancelledToken_DoesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var cancelled = new CancellationToken(canceled: true);

        await host.Service.TransactAsync(
            async (transaction, _) =>
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.GetAsync(1, cancelled));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancelled));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.DeleteAsync(1, cancelled));
            },
            cancellationToken: Token).InTime();

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task TransactAsync_ChangesOfOneUnit_AreNeverSeenInPart()
    {
        await using var host = await TestHost.StartAsync();
        await using var watch = new ChangeProbe(host.Services);

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 20, token);
                Assert.False(watch.HasNext);
                Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
            },
            cancellationToken: Token).InTime();

        Assert.Equal([1UL, 2UL], (await watch.TakeAsync(2)).Select(change => change.GuildId!.Value));
    }
}

using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class UnitOfWorkRunnerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "7")]
    public async Task RunAsync_DelegateNeverCompletes_IsRolledBackAndCancelled()
    {
        await using var host = await StartAsync();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var timedOut = await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await using var registration = token.Register(told.SetResult);
                await new TaskCompletionSource().Task;
            },
            cancellationToken: Token).InTime());

        Assert.Contains("0.5 s", timedOut.Message, StringComparison.Ordinal);
        await told.Task.InTime();
        await AssertNothingHappenedAsync(host);
    }

    [Fact]
    public async Task RunAsync_DelegateBlocksItsThread_IsAbandoned()
    {
        await using var host = await StartAsync();
        using var release = new ManualResetEventSlim();

        await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.TransactAsync(
            (_, _) =>
            {
                release.Wait(TimeSpan.FromSeconds(30), Token);
                return Task.CompletedTask;
            },
            cancellationToken: Token).InTime());

        await AssertNothingHappenedAsync(host);
        release.Set();
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task RunAsync_EditBlocksItsThread_IsAbandonedAndCannotWriteLater()
    {
        await using var host = await StartAsync();
        using var release = new ManualResetEventSlim();
        var late = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);

        await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                late.SetResult(await Record.ExceptionAsync(() => transaction.UpdateAsync(
                    1,
                    e =>
                    {
                        release.Wait(TimeSpan.FromSeconds(30), Token);
                        e.WelcomeChannelId = 10;
                    },
                    token)));
            },
            cancellationToken: Token).InTime());

        await AssertNothingHappenedAsync(host);
        release.Set();
        Assert.IsType<InvalidOperationException>(await late.Task.InTime());
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT guild_id FROM guild_config"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_CallbackOfItsTokenThatBlocksOrThrows_AffectsNoOtherUnit(bool blocks)
    {
        await using var host = await StartAsync();
        using var release = new ManualResetEventSlim();

        var timedOut = await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.TransactAsync(
            async (_, token) =>
            {
                token.Register(() =>
                {
                    if (!blocks || !release.Wait(TimeSpan.FromSeconds(30), Token))
                    {
                        throw new FormatException("mine");
                    }
                });
                await new TaskCompletionSource().Task;
            },
            cancellationToken: Token).InTime());

        Assert.Contains("timeout", timedOut.Message, StringComparison.Ordinal);
        await AssertNothingHappenedAsync(host);
        release.Set();
    }

    [Fact]
    public async Task RunAsync_DelegateThatContinuesAfterwards_IsRefusedAndMayCallTheServiceAgain()
    {
        await using var host = await StartAsync();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var afterwards = new TaskCompletionSource<(Exception?, GuildConfigSnapshot)>(TaskCreationOptions.RunContinuationsAsynchronously);

        await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.TransactAsync(
            async (transaction, _) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, Token);
                await goOn.Task;
                var refusal = await Record.ExceptionAsync(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 11, Token));
                afterwards.SetResult((refusal, await host.Service.GetAsync(1, Token)));
            },
            cancellationToken: Token).InTime());
        goOn.SetResult();

        var (refused, snapshot) = await afterwards.Task.InTime();
        Assert.Contains("has ended", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        Assert.False(snapshot.Exists);
        await AssertNothingHappenedAsync(host);
    }

    [Fact]
    public async Task RunAsync_CallThatIsNotAwaited_IsFinishedBeforeTheEndOrRefused()
    {
        await using var host = await TestHost.StartAsync();
        Task<GuildConfigSnapshot>? forgotten = null;

        await host.Service.TransactAsync(
            (transaction, token) =>
            {
                forgotten = transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                return Task.CompletedTask;
            },
            cancellationToken: Token).InTime();

        Assert.Equal(10UL, (await forgotten!.InTime()).WelcomeChannelId);
        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task RunAsync_CancelledWhileItRuns_RollsBackIfTheDelegateObeys()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            cancellationToken: cancellation.Token).InTime());

        await AssertNothingHappenedAsync(host);
    }

    [Fact]
    public async Task RunAsync_DelegateThrowsTimeoutException_PassesItToTheCaller()
    {
        await using var host = await TestHost.StartAsync();
        var mine = new TimeoutException("mine");

        Assert.Same(mine, await Assert.ThrowsAsync<TimeoutException>(() => host.Service.TransactAsync((_, _) => throw mine, cancellationToken: Token)));
    }

    [Fact]
    public async Task RunAsync_DelegateThatReturnsNoTask_IsRefused()
    {
        await using var host = await TestHost.StartAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => host.Service.TransactAsync((_, _) => null!, cancellationToken: Token).InTime());

        await AssertNothingHappenedAsync(host);
    }

    [Fact]
    public async Task RunAsync_AmbientValueOfTheCaller_IsSeenInsideAndComesFromEachCaller()
    {
        await using var host = await TestHost.StartAsync();
        var ambient = new AsyncLocal<string>();
        await using var held = await HeldUnit.StartAsync(host);
        var seen = new string[2];

        var both = Enumerable.Range(0, 2).Select(caller => Task.Run(() =>
        {
            ambient.Value = $"caller {caller}";
            return caller == 0
                ? host.Service.UpdateAsync(1, _ => seen[0] = ambient.Value, cancellationToken: Token)
                : host.Service.TransactAsync(
                    async (_, _) =>
                    {
                        await Task.Yield();
                        seen[1] = ambient.Value;
                    },
                    cancellationToken: Token);
        })).ToList();
        await held.ReleaseAsync();
        await Task.WhenAll(both).InTime();

        Assert.Equal(["caller 0", "caller 1"], seen);
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(500));

    /// <summary>Asserts that the next writer is served, too.</summary>
    private static async Task AssertNothingHappenedAsync(TestHost host)
    {
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(1, (await Deadlines.UntilMadeAsync(() => host.Service.UpdateAsync(2, e => e.WelcomeChannelId = 20, cancellationToken: Token))).Revision);
    }
}

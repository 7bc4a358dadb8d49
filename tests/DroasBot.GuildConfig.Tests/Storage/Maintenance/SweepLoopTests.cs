using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Maintenance;

public sealed class SweepLoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_SeveralKinds_TakeTurns()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var outage = new OutageTracker(WaitingTime.Real, NullLogger<OutageTracker>.Instance);
        using var loop = new SweepLoop(outage, WaitingTime.Real);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously), left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var others = 0;

        var first = RunAsync(async () =>
        {
            entered.TrySetResult();
            await left.Task;
            throw new InvalidOperationException("A failure ends a turn too.");
        });
        await entered.Task.InTime();
        var second = RunAsync(() => Task.FromResult(Interlocked.Increment(ref others)));

        // A sweep that does not wait for its turn is executed before the call returns.
        Assert.Equal(0, others);
        left.SetResult();
        await Deadlines.EqualAsync(1, () => Volatile.Read(ref others));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first).InTime();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second).InTime();

        Task RunAsync(Func<Task> sweep) => loop.RunAsync(_ => sweep(), TimeSpan.FromHours(1), _ => { }, stop.Token);
    }
}

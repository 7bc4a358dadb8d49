using System.Globalization;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>Another process holds the write lock.</summary>
public class LockedDatabaseTests
{
    private static readonly TimeSpan _hold = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task UpdateAsync_LockedForLessThanTheTimeout_Succeeds()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await FaultHost.StartAsync(directory.Database);
        await using var stranger = await LockAsync(directory.Database, _hold);

        var snapshot = await host.SetAsync(1, 100);

        Assert.Equal(1, snapshot.Revision);
        Assert.Equal("released", await stranger.ReadLineAsync());
    }

    [Fact]
    [Trait("Invariant", "7")]
    [Trait("Invariant", "8")]
    public async Task UpdateAsync_LockedForLongerThanTheTimeout_FailsAsTransientAndChangesNothing()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await FaultHost.StartAsync(directory.Database, options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        await host.SetAsync(1, 100);
        await using var stranger = await LockAsync(directory.Database, TimeSpan.Zero);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.SetAsync(1, 101));

        Assert.True(failure.IsTransient);
        Assert.Contains(directory.Database, failure.Message, StringComparison.Ordinal);
        Assert.Equal(100UL, (await host.ReadAsync(1)).WelcomeChannelId);
        Assert.Equal(100UL, (await host.ReadUncachedAsync(1)).WelcomeChannelId);
        Assert.Equal("released", await stranger.AskAsync("release"));
        Assert.Equal(2, (await host.SetAsync(1, 102)).Revision);
        await host.DisposeAsync();
        StoredState.Read(directory.Database).AssertConsistent();
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task UpdateAsync_ManyCallersWhileLocked_WaitInABoundedQueueAndAllSucceed()
    {
        const int Callers = 10_000;
        using var directory = new TemporaryDirectory();
        await using var host = await FaultHost.StartAsync(directory.Database);
        await using var stranger = await LockAsync(directory.Database, TimeSpan.Zero);

        using var abandoned = new CancellationTokenSource();
        var calls = Enumerable.Range(0, Callers).Select(i => host.SetAsync((ulong)i + 1, 7)).ToList();
        var late = host.Service.UpdateAsync(Callers + 1, e => e.WelcomeChannelId = 7, cancellationToken: abandoned.Token);
        await abandoned.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        Assert.Equal("released", await stranger.AskAsync("release"));
        await Task.WhenAll(calls);
        await host.DisposeAsync();
        var state = StoredState.Read(directory.Database);
        state.AssertConsistent();
        Assert.Equal(Callers, state.Clock);
    }

    private static async Task<NodeProcess> LockAsync(string file, TimeSpan time)
    {
        var stranger = NodeProcess.Start("lock", file, ((int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        Assert.Equal("locked", await stranger.ReadLineAsync());
        return stranger;
    }
}

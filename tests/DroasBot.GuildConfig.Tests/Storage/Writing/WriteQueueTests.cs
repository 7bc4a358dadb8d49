using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class WriteQueueTests
{
    private const int WriterFailed = 25;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_UnitsThatWait_ShareOneCommit()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services => AddWithoutHaste(services, faults));
        await using var held = await HeldUnit.StartAsync(host);
        var committed = faults.Committed;

        var writes = Enumerable.Range(1, 100).Select(id => SetAsync(host, (ulong)id, 7)).ToList();
        await held.ReleaseAsync();
        await Task.WhenAll(writes).InTime();

        Assert.Equal(committed + 1, faults.Committed);
        Assert.Equal(100L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE welcome_channel_id = 7"));
    }

    [Fact]
    public async Task ExecuteAsync_MoreThanTheLargestBatch_TakesAnotherCommit()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services => AddWithoutHaste(services, faults));
        await using var held = await HeldUnit.StartAsync(host);
        var committed = faults.Committed;

        var writes = Enumerable.Range(1, WriteQueue.LargestBatch + 1).Select(id => SetAsync(host, (ulong)id, 7)).ToList();
        await held.ReleaseAsync();
        await Task.WhenAll(writes).InTime();

        Assert.Equal(committed + 2, faults.Committed);
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_UnitBetweenOthersThrows_RollsBackAloneAndTheOthersCommit()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services => AddWithoutHaste(services, faults));
        await using var held = await HeldUnit.StartAsync(host);
        var committed = faults.Committed;

        var before = SetAsync(host, 1, 10);
        var mine = new FormatException("mine");
        var failing = host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 11, token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 12, token);
                throw mine;
            },
            cancellationToken: Token);
        var after = host.Service.UpdateAsync(1, e => e.WelcomeChannelId += 10, cancellationToken: Token);
        await held.ReleaseAsync();

        Assert.Same(mine, await Assert.ThrowsAsync<FormatException>(() => failing.InTime()));
        Assert.Equal(10UL, (await before.InTime()).WelcomeChannelId);
        Assert.Equal(20UL, (await after.InTime()).WelcomeChannelId);
        Assert.Equal(committed + 2, faults.Committed);
        Assert.Equal(20UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.False((await host.Service.GetAsync(2, Token)).Exists);
        Assert.Equal("1,2", await host.ScalarAsync<string>("SELECT group_concat(revision) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_EditOfABatchThrows_FailsAloneAndTheOthersShareTheCommit()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services => AddWithoutHaste(services, faults));
        await using var held = await HeldUnit.StartAsync(host);
        var committed = faults.Committed;

        var before = SetAsync(host, 1, 10);
        var mine = new FormatException("mine");
        var failing = host.Service.UpdateAsync(
            1,
            Edits.Failing(mine, e => e.WelcomeChannelId = 11),
            cancellationToken: Token);
        var after = host.Service.UpdateAsync(1, e => e.WelcomeChannelId += 10, cancellationToken: Token);
        await held.ReleaseAsync();

        Assert.Same(mine, await Assert.ThrowsAsync<FormatException>(() => failing.InTime()));
        Assert.Equal(10UL, (await before.InTime()).WelcomeChannelId);
        Assert.Equal(20UL, (await after.InTime()).WelcomeChannelId);
        Assert.Equal(committed + 1, faults.Committed);
        Assert.Equal("1,2", await host.ScalarAsync<string>("SELECT group_concat(revision) FROM guild_config_change"));
    }

    [Fact]
    public async Task ExecuteAsync_AllUnitsOfABatchFail_CommitsNothing()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        var committed = faults.Committed;

        await Assert.ThrowsAsync<FormatException>(() => host.Service.UpdateAsync(1, Edits.Failing(new FormatException("mine")), cancellationToken: Token));

        Assert.Equal(committed, faults.Committed);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task ExecuteAsync_UnitsOfSeveralBatches_ArePublishedInTheOrderOfRevisions()
    {
        await using var host = await TestHost.StartAsync();
        await using var watch = new ChangeProbe(host.Services);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => SetAsync(host, (ulong)(i % 7) + 1, (ulong)i + 1)))).InTime();

        Assert.Equal(Enumerable.Range(1, 400).Select(i => (long)i), (await watch.TakeAsync(400)).Select(change => change.Revision));
        Assert.Equal(400L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(400L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task ExecuteAsync_FullQueue_MakesTheNextCallerWait()
    {
        await using var host = await TestHost.StartAsync();
        var queue = host.Get<WriteQueue>();
        await using var held = await HeldUnit.StartAsync(host);

        // The held unit takes a place, too.
        var accepted = Enumerable.Range(1, WriteQueue.Capacity - 1).Select(_ => NothingAsync(queue)).ToList();
        var waiting = NothingAsync(queue);
        var stopped = queue.StopAsync();
        await held.ReleaseAsync();

        // Had it been queued like the others, it would have finished like them.
        var refused = await Assert.ThrowsAsync<GuildConfigException>(() => waiting.InTime());
        Assert.Contains("stopping", refused.Message, StringComparison.Ordinal);
        await Task.WhenAll(accepted).InTime();
        await stopped.InTime();
    }

    [Fact]
    public async Task ExecuteAsync_QueueEmptiesAgain_AcceptsTheWaitingCaller()
    {
        await using var host = await TestHost.StartAsync();
        var queue = host.Get<WriteQueue>();
        await using var held = await HeldUnit.StartAsync(host);

        var all = Enumerable.Range(0, WriteQueue.Capacity + 10).Select(_ => NothingAsync(queue)).ToList();
        await held.ReleaseAsync();

        await Task.WhenAll(all).InTime();
    }

    [Fact]
    public async Task StopAsync_AcceptedUnits_AreFinishedAndLaterOnesRefused()
    {
        await using var host = await TestHost.StartAsync();
        await using var held = await HeldUnit.StartAsync(host);
        var accepted = SetAsync(host, 1, 10);

        var stopped = host.Get<WriteQueue>().StopAsync();
        var refused = await Assert.ThrowsAsync<GuildConfigException>(() => SetAsync(host, 1, 11));
        Assert.False(stopped.IsCompleted);
        await held.ReleaseAsync();

        await stopped.InTime();
        Assert.Contains("no longer accepted", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10UL, (await accepted.InTime()).WelcomeChannelId);
        Assert.Equal(10L, await host.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
    }

    [Fact]
    public async Task DisposeAsync_AcceptedUnits_AreFinished()
    {
        await using var host = await TestHost.StartAsync();
        await using var held = await HeldUnit.StartAsync(host);
        var accepted = Enumerable.Range(1, 50).Select(id => SetAsync(host, (ulong)id, 10)).ToList();

        var stopped = host.StopAsync();
        await held.ReleaseAsync();
        await stopped.AsTask().InTime();

        await Task.WhenAll(accepted).InTime();
        Assert.Equal(50L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_CancelledBeforeItStarts_IsWithdrawnImmediately()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var held = await HeldUnit.StartAsync(host);
        var begun = faults.Begun;
        var withdrawn = host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        // The writer is still busy: the caller does not wait for it.
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn.InTime());
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        await held.ReleaseAsync();
        await SetAsync(host, 2, 20).InTime();

        // No transaction is begun for a withdrawn request.
        Assert.Equal(begun + 1, faults.Begun);
        Assert.Equal("2", await host.ScalarAsync<string>("SELECT group_concat(guild_id) FROM guild_config_change"));
    }

    [Fact]
    public async Task ExecuteAsync_CancelledAfterItHasStarted_CompletesAndReturnsTheOutcome()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 10;
                entered.TrySetResult();
                release.Wait(TimeSpan.FromSeconds(30), Token);
            },
            cancellationToken: cancellation.Token);

        await entered.Task.InTime();
        await cancellation.CancelAsync();
        release.Set();

        Assert.Equal(10UL, (await started.InTime()).WelcomeChannelId);
        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "11")]
    public async Task ExecuteAsync_EditDoesNotReturn_FailsAloneAtItsLimitAndTheOthersContinue()
    {
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(1500));
        using var release = new ManualResetEventSlim();
        await using var held = await HeldUnit.StartAsync(host);
        var before = SetAsync(host, 1, 10);
        var blocking = host.Service.UpdateAsync(
            2,
            e =>
            {
                release.Wait(TimeSpan.FromSeconds(30), Token);
                e.WelcomeChannelId = 20;
            },
            cancellationToken: Token);
        var after = SetAsync(host, 3, 30);
        await held.ReleaseAsync();

        Assert.Equal(10UL, (await before.InTime()).WelcomeChannelId);
        Assert.Equal(30UL, (await after.InTime()).WelcomeChannelId);
        var tooSlow = await Assert.ThrowsAsync<GuildConfigException>(() => blocking.InTime());
        Assert.StartsWith("An edit ran longer than the transaction timeout of 1.5 s", tooSlow.Message, StringComparison.Ordinal);
        release.Set();
        Assert.Equal(2, (await Deadlines.UntilMadeAsync(() => SetAsync(host, 1, 11))).Revision - 1);
        Assert.False((await host.Service.GetAsync(2, Token)).Exists);
    }

    [Fact]
    [Trait("Invariant", "11")]
    public async Task ExecuteAsync_SlowEdit_DelaysNoOtherAndIsCommittedWhenItHasReturned()
    {
        await using var host = await TestHost.StartAsync();
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = host.Service.UpdateAsync(
            1,
            e =>
            {
                entered.TrySetResult();
                release.Wait(TimeSpan.FromSeconds(30), Token);
                e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1;
            },
            cancellationToken: Token);
        await entered.Task.InTime();

        // The slow edit's guild has changed when it returns, so it runs again.
        await SetAsync(host, 1, 10).InTime();
        Assert.False(slow.IsCompleted);
        release.Set();

        Assert.Equal((11UL, 2L), ((await slow.InTime()).WelcomeChannelId, (await slow).Revision));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_NoTurnWithinTheLimit_IsWithdrawnAndSaysWhy()
    {
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(200));
        await using var held = await HeldUnit.StartAsync(host);

        var late = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1, 10).InTime());

        Assert.StartsWith("The change waited in the queue for the transaction timeout of 0.2 s and was withdrawn; nothing was changed.", late.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Others were ahead of it: a slow unit of work, or more changes than the database can handle.", late.Message, StringComparison.Ordinal);
        Assert.True(late.IsTransient);
        await held.ReleaseAsync();
        await Deadlines.UntilMadeAsync(() => SetAsync(host, 2, 20));
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task ExecuteAsync_64CallersAddOneOver10Guilds_EndWithExactSums()
    {
        const int Callers = 64;
        const int Rounds = 50;
        await using var host = await TestHost.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await host.Service.UpdateAsync((ulong)((caller + round) % 10) + 1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token);
            }
        }))).InTime();

        Assert.Equal(10L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE welcome_channel_id = 320"));
        Assert.Equal(3200L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task ProbeAsync_AmongChanges_FailsAlone()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services => AddWithoutHaste(services, faults));
        await using var held = await HeldUnit.StartAsync(host);
        var before = SetAsync(host, 1, 10);
        var probe = host.Get<WriteQueue>().ProbeAsync(Token);
        var after = SetAsync(host, 2, 20);
        faults.Fault = WriterFaults.Times(1, "UPDATE guild_config_clock SET revision = revision", () => new GuildConfigStoreException("Moved away.", isTransient: false, innerException: null));

        await held.ReleaseAsync();

        Assert.Equal("Moved away.", (await Assert.ThrowsAsync<GuildConfigStoreException>(() => probe.InTime())).Message);
        Assert.Equal((10UL, 20UL), ((await before.InTime()).WelcomeChannelId, (await after.InTime()).WelcomeChannelId));
    }

    [Fact]
    public async Task ProbeAsync_Failure_CountsUntilAProbeSucceedsOnAnotherConnection()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        await host.Get<WriteProbe>().WaitAsync(Timeout.InfiniteTimeSpan, Token);
        var (queue, health, opened) = (host.Get<WriteQueue>(), host.Get<WriteHealth>(), faults.Opened);
        faults.Fault = WriterFaults.Times(1, "UPDATE guild_config_clock SET revision = revision", WriterFaults.Permanent);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => queue.ProbeAsync(Token).InTime());

        Assert.Equal(failure.Message, health.Failure!.Message);
        await queue.ProbeAsync(Token).InTime();
        Assert.Null(health.Failure);
        Assert.Equal(opened + 1, faults.Opened);
        await queue.ProbeAsync(Token).InTime();
        Assert.Equal(opened + 1, faults.Opened);
    }

    /// <summary>It was accepted, so it is made, although the queue is empty by then and takes nothing new.</summary>
    [Fact]
    [Trait("Invariant", "7")]
    public async Task StopAsync_EditsAreStillRunning_WaitsAndCommitsThem()
    {
        await using var host = await TestHost.StartAsync();
        using var release = new ManualResetEventSlim();
        var slow = Enumerable.Range(1, 2).Select(guild => host.Service.UpdateAsync(
            (ulong)guild,
            e =>
            {
                release.Wait(TimeSpan.FromSeconds(30), Token);
                e.WelcomeChannelId = 10;
            },
            cancellationToken: Token)).ToList();
        await SetAsync(host, 3, 30).InTime();

        var stopped = host.Get<WriteQueue>().StopAsync();
        await Assert.ThrowsAsync<GuildConfigException>(() => SetAsync(host, 4, 40));
        Assert.False(stopped.IsCompleted);
        release.Set();

        await stopped.InTime();
        Assert.All(await Task.WhenAll(slow).InTime(), snapshot => Assert.Equal(10UL, snapshot.WelcomeChannelId));
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE welcome_channel_id = 10"));
    }

    [Fact]
    public async Task DisposeAsync_AfterAnEdit_ClosesTheFileAndEndsTheThreadOfEdits()
    {
        await using var host = await TestHost.StartAsync();
        Thread? thread = null;
        await host.Service.UpdateAsync(
            1,
            e =>
            {
                thread = Thread.CurrentThread;
                e.WelcomeChannelId = 10;
            },
            cancellationToken: Token);
        Assert.True(File.Exists(host.DatabasePath + "-wal"));

        await host.StopAsync();

        // SQLite removes the log with the last connection.
        Assert.False(File.Exists(host.DatabasePath + "-wal"));
        Assert.True(thread!.Join(Deadlines.Limit));
    }

    /// <summary>Nothing of the library throws there. If something did, no caller would wait forever, and the queue would go on.</summary>
    [Fact]
    [Trait("Invariant", "11")]
    public async Task ExecuteAsync_UnforeseenException_IsLoggedAndTheCallerToldThatTheOutcomeIsUnknown()
    {
        using var log = new EventRecorder();
        var observer = new Mock<ICommitObserver>();
        observer.SetupSequence(each => each.OnCommitted(It.IsAny<IReadOnlyList<GuildConfigChange>>(), It.IsAny<string>())).Throws(new FormatException("unforeseen")).Pass();
        await using var host = await TestHost.StartAsync(services: services => services.AddLogging(logging => logging.AddProvider(log)).AddSingleton(observer.Object));

        var failure = await Assert.ThrowsAsync<GuildConfigException>(() => SetAsync(host, 1, 10).InTime());

        Assert.Equal("The change failed unexpectedly, and whether it was made is unknown. Read the guild again before you repeat it. (unforeseen)", failure.Message);
        Assert.Equal(1, log.Count(WriterFailed));
        Assert.Equal(20UL, (await SetAsync(host, 1, 20).InTime()).WelcomeChannelId);
        Assert.Equal([10L, 20L], (await host.QueryAsync("SELECT json_extract(\"after\", '$.welcomeChannelId') + 0 FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    private static Task<bool> NothingAsync(WriteQueue queue) => queue.ExecuteAsync(static _ => Task.FromResult(true), Token);

    /// <summary>However slow the machine is, a batch is not split for having been open too long.</summary>
    private static void AddWithoutHaste(IServiceCollection services, WriterFaults faults)
    {
        faults.AddTo(services);
        PatientPlanner.AddTo(services);
    }
}

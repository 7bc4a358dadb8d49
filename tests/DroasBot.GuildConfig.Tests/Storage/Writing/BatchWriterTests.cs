using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;
using StoppedClock = DroasBot.GuildConfig.Contract.StoppedClock;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class BatchWriterTests
{
    private const string ReadStep = "SELECT g.guild_id";
    private const string ClockStep = "UPDATE guild_config_clock";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("open", 3)]
    [InlineData("begin", 3)]
    [InlineData("SELECT k.revision", 3)]
    [InlineData("INSERT INTO guild_config (", 3)]
    [InlineData("INSERT INTO guild_config_change", 3)]
    [InlineData(ClockStep, 3)]
    [InlineData("COMMIT;", 3)]
    public async Task ExecuteAsync_TransientFailures_AreRetriedAndTheChangeIsMadeOnce(string step, int times)
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults, isOpen: step != "open");
        using var measurements = new Measurements(host);
        await using var watch = new ChangeProbe(host.Services);
        faults.Fault = WriterFaults.Times(times, step, WriterFaults.Transient);
        var runs = 0;

        var snapshot = await host.Service.UpdateAsync(
            1,
            e =>
            {
                runs++;
                e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1;
            },
            cancellationToken: Token);

        Assert.Equal(1UL, snapshot.WelcomeChannelId);
        Assert.Equal(1, snapshot.Revision);

        // Once: the result is valid for an unchanged guild.
        Assert.Equal(1, runs);
        Assert.Equal(times, measurements.Of("retries").Count);
        Assert.Equal(1, (await watch.NextAsync()).Revision);
        Assert.False(watch.HasNext);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
    }

    [Theory]
    [InlineData(ClockStep)]
    [InlineData("COMMIT;")]
    public async Task ExecuteAsync_TransientFailureAtTheCommit_RepeatsTheWholeBatch(string step)
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        await using var held = await HeldUnit.StartAsync(host);
        var committed = faults.Committed;
        var runs = new int[20];
        var writes = Enumerable.Range(0, runs.Length).Select(i => host.Service.UpdateAsync(
            (ulong)i + 1,
            e =>
            {
                runs[i]++;
                e.WelcomeChannelId = 5;
            },
            cancellationToken: Token)).ToList();
        var failing = host.Service.UpdateAsync(99, Edits.Failing(new FormatException("mine")), cancellationToken: Token);

        faults.Fault = WriterFaults.Times(1, step, WriterFaults.Transient);
        await held.ReleaseAsync();

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await Task.WhenAll(writes).InTime()).Select(snapshot => snapshot.Revision));
        await Assert.ThrowsAsync<FormatException>(() => failing.InTime());
        Assert.All(runs, count => Assert.Equal(1, count));
        Assert.Equal(committed + 1, faults.Committed);
    }

    [Theory]
    [Trait("Invariant", "7")]
    [InlineData("open")]
    [InlineData("begin")]
    [InlineData("INSERT INTO guild_config_change")]
    [InlineData(ClockStep)]
    [InlineData("COMMIT;")]
    public async Task ExecuteAsync_PermanentFailure_SurfacesImmediatelyAndChangesNothing(string step)
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults, isOpen: step != "open");
        using var measurements = new Measurements(host);
        await using var watch = new ChangeProbe(host.Services);
        var committed = faults.Committed;
        faults.Fault = WriterFaults.Times(int.MaxValue, step, WriterFaults.Permanent);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1, 10));
        faults.Fault = null;

        Assert.False(failure.IsTransient);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        Assert.Equal(committed, faults.Committed);
        Assert.Empty(measurements.Of("retries"));
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));

        // The next change is the first visible one.
        Assert.Equal(1, (await SetAsync(host, 2, 20)).Revision);
        Assert.Equal(2UL, (await watch.NextAsync()).GuildId);
    }

    [Fact]
    public async Task ExecuteAsync_PermanentFailureOfTheCommit_FailsEachCallerWithItsOwnException()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        await using var held = await HeldUnit.StartAsync(host);
        var writes = Enumerable.Range(1, 10).Select(id => SetAsync(host, (ulong)id, 10)).ToList();

        // Counts every commit: on a busy machine, some are left for another batch.
        faults.Fault = WriterFaults.Times(int.MaxValue, "COMMIT;", WriterFaults.Permanent);
        await held.ReleaseAsync();

        var failures = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        foreach (var write in writes)
        {
            Assert.True(failures.Add(await Assert.ThrowsAsync<GuildConfigStoreException>(() => write.InTime())));
        }

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    [Fact]
    public async Task ExecuteAsync_FailureThatStaysTransient_GivesUpAfterTheTransactionTimeout()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults, options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        using var measurements = new Measurements(host);
        faults.Fault = WriterFaults.Times(int.MaxValue, "begin", WriterFaults.Transient);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1, 10).InTime());
        faults.Fault = null;

        Assert.True(failure.IsTransient);
        Assert.NotEmpty(measurements.Of("retries"));
        Assert.Equal(10UL, (await Deadlines.UntilMadeAsync(() => SetAsync(host, 1, 10))).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_UnitThatTheEngineRefuses_FailsAloneAndTheOthersCommit()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        await using var held = await HeldUnit.StartAsync(host);
        var writes = Enumerable.Range(1, 20).Select(id => SetAsync(host, (ulong)id, 10)).ToList();
        faults.Fault = (at, command) => at.StartsWith("INSERT INTO guild_config (", StringComparison.Ordinal) && command!.Parameters[0].Value is 13L
            ? WriterFaults.Permanent()
            : null;

        await held.ReleaseAsync();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => writes[12].InTime());
        writes.RemoveAt(12);
        await Task.WhenAll(writes).InTime();
        Assert.False((await host.Service.GetAsync(13, Token)).Exists);
        Assert.Equal(19L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE welcome_channel_id = 10"));
        Assert.Equal(19L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(19L, await host.ScalarAsync<long>("SELECT max(revision) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task ExecuteAsync_DelegateThatSwallowsAStoreFailure_IsNotCommitted()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        faults.Fault = WriterFaults.Times(1, ReadStep, WriterFaults.Permanent);

        Exception? seen = null;

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                seen = await Record.ExceptionAsync(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 1, token));
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 2, token);
            },
            cancellationToken: Token));

        Assert.IsType<GuildConfigStoreException>(seen);
        Assert.Same(seen.InnerException, failure.InnerException);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    [Fact]
    public async Task ExecuteAsync_DelegateThrowsItsOwnExceptionAfterStoreFailures_ReportsTheFirstStoreFailure()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        faults.Fault = WriterFaults.Times(2, ReadStep, WriterFaults.Permanent);
        Exception? first = null;
        Exception? second = null;

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                first = await Record.ExceptionAsync(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 1, token));
                second = await Record.ExceptionAsync(() => transaction.UpdateAsync(2, e => e.WelcomeChannelId = 1, token));
                throw new FormatException("mine");
            },
            cancellationToken: Token));

        Assert.IsType<GuildConfigStoreException>(second);
        Assert.Same(first!.InnerException, failure.InnerException);
    }

    [Fact]
    public async Task ExecuteAsync_TransientFailureOfAReadInAUnit_RunsTheUnitAgain()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        faults.Fault = WriterFaults.Times(2, ReadStep, WriterFaults.Transient);
        var runs = 0;

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                runs++;
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
            },
            cancellationToken: Token);

        Assert.Equal(3, runs);
        Assert.Equal(10L, await host.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
    }

    [Fact]
    public async Task ExecuteAsync_UnitsRepeatedIndividually_AreCountedOnce()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        using var measurements = new Measurements(host);
        await using var held = await HeldUnit.StartAsync(host);
        var writes = new[] { SetAsync(host, 1, 10), SetAsync(host, 2, 10) };
        faults.Fault = (at, command) => at.StartsWith("INSERT INTO guild_config (", StringComparison.Ordinal) && command!.Parameters[0].Value is 1L
            ? WriterFaults.Permanent()
            : null;

        await held.ReleaseAsync();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => writes[0].InTime());
        await writes[1].InTime();
        await SetAsync(host, 3, 10);
        await Deadlines.UntilAsync(() => measurements.Of("batch.size").Count >= 4);
        Assert.Equal([1, 1, 1, 1], measurements.Of("batch.size"));
    }

    [Fact]
    public async Task ExecuteAsync_SlowRefusedUnit_IsCountedWithoutDeferredUnits()
    {
        var (faults, clock) = (new WriterFaults(), new ClockWithoutTimers());
        await using var host = await StartAsync(faults, waiting: new WaitingTime(clock));
        using var measurements = new Measurements(host);
        await using var held = await HeldUnit.StartAsync(host);
        var slow = host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 10;
                clock.Advance(TimeSpan.FromMinutes(1));
            },
            cancellationToken: Token);
        var next = SetAsync(host, 2, 10);
        faults.Fault = (at, command) => at.StartsWith("INSERT INTO guild_config (", StringComparison.Ordinal) && command!.Parameters[0].Value is 1L
            ? WriterFaults.Permanent()
            : null;

        await held.ReleaseAsync();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => slow.InTime());
        await next.InTime();
        await Deadlines.UntilAsync(() => measurements.Of("batch.size").Count >= 3);
        Assert.Equal([1, 1, 1], measurements.Of("batch.size"));
    }

    [Fact]
    public async Task ExecuteAsync_FailureThatIsAlreadyAStoreException_IsNotWrapped()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        faults.Fault = WriterFaults.Times(1, "begin", () => new GuildConfigStoreException("Moved away.", isTransient: false, innerException: null));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1, 10));

        Assert.Equal("Moved away.", failure.Message);
    }

    [Fact]
    public async Task ExecuteAsync_StoreExceptionInAUnit_IsNotWrapped()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults);
        faults.Fault = WriterFaults.Times(1, ReadStep, () => new GuildConfigStoreException("Moved away.", isTransient: false, innerException: null));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.TransactAsync((transaction, token) => transaction.GetAsync(1, token), cancellationToken: Token));

        Assert.Equal("Moved away.", failure.Message);
    }

    [Fact]
    public async Task ExecuteAsync_RetriesOfATransaction_AreLogged()
    {
        using var log = new EventRecorder();
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services =>
        {
            faults.AddTo(services);
            services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log);
            services.Configure<Microsoft.Extensions.Logging.LoggerFilterOptions>(options => options.MinLevel = Microsoft.Extensions.Logging.LogLevel.Debug);
        });
        faults.Fault = WriterFaults.Times(2, "begin", WriterFaults.Transient);

        await SetAsync(host, 1, 10);

        Assert.Equal(2, log.Count(20));
    }

    /// <param name="faults">The faults to inject.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="isOpen">Whether the start leaves the writer its session; if not, one write has failed.</param>
    /// <param name="waiting">The clock for the library's waits.</param>
    private static async Task<TestHost> StartAsync(WriterFaults faults, Action<GuildConfigOptions>? configure = null, bool isOpen = true, WaitingTime? waiting = null)
    {
        faults.Fault = isOpen ? null : WriterFaults.Times(1, "UPDATE guild_config_clock", WriterFaults.Permanent);
        var host = await TestHost.StartAsync(
            configure,
            services =>
            {
                services.AddMetrics();
                faults.AddTo(services);

                // However slow the machine is, a batch is not split for having been open too long.
                services.AddSingleton(waiting ?? new WaitingTime(new StoppedClock()));
            });

        // Its transaction also counts, and runs when the thread pool has a free thread.
        await host.Get<WriteProbe>().WaitAsync(Timeout.InfiniteTimeSpan, Token);
        faults.Fault = null;
        return host;
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    /// <summary>A clock that advances without firing timers.</summary>
    private sealed class ClockWithoutTimers : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

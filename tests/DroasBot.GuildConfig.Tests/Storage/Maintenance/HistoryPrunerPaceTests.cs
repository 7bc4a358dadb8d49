using System.Collections.Concurrent;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Maintenance;

/// <summary>The cost of sweeps for a host that writes a lot.</summary>
public sealed class HistoryPrunerPaceTests
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_GuildThatChangedOften_IsExaminedOncePerSweep()
    {
        await using var host = await TestHost.StartAsync(options => options.HistoryLimit = null);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        var time = new RecordedTime();
        var (sweeps, looks) = (0, 0);
        await RunAsync(
            host,
            time,
            statement =>
            {
                sweeps += statement.StartsWith("SELECT revision FROM guild_config_clock", StringComparison.Ordinal) ? 1 : 0;
                looks += statement.Contains("OFFSET", StringComparison.Ordinal) ? 1 : 0;
            },
            async () =>
            {
                await PauseAsync(time, sweeps: 1);

                // More than a page of the log.
                await Task.WhenAll(Enumerable.Range(2, 1500).Select(i => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = (ulong)i, cancellationToken: Token)));
                time.Advance(_pause);
                await PauseAsync(time, sweeps: 2);
            });

        Assert.Equal(2, sweeps);
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task RunAsync_SlowSweep_IsFollowedByALongerPause()
    {
        await using var host = await TestHost.StartAsync(options => options.HistoryLimit = null);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        var time = new RecordedTime();
        await RunAsync(
            host,
            time,
            statement => time.Advance(statement.Contains("HAVING", StringComparison.Ordinal) ? TimeSpan.FromMinutes(1) : TimeSpan.Zero),
            async () =>
            {
                await PauseAsync(time, sweeps: 1);
                time.Advance(TimeSpan.FromMinutes(4));
                await PauseAsync(time, sweeps: 2);
            });

        Assert.Equal([TimeSpan.FromMinutes(4), _pause], time.Pauses);
    }

    private static Task PauseAsync(RecordedTime time, int sweeps) => Deadlines.EqualAsync(sweeps, () => time.Pauses.Count);

    /// <summary>Runs a separate pruner, with its own readers, next to a host without one.</summary>
    private static async Task RunAsync(TestHost host, RecordedTime time, Action<string> read, Func<Task> during)
    {
        await using var pool = new ReaderPool(new TracedReaders(host.Get<IDatabaseConnections>(), read), host.Get<IDatabaseDialect>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var outage = new OutageTracker(WaitingTime.Real, NullLogger<OutageTracker>.Instance);
        var options = Options.Create(new GuildConfigOptions { HistoryRetention = null, HistoryLimit = 5000 });
        var pruner = new HistoryPruner(
            new PrunableChanges(pool), host.Get<WriteQueue>(), new SweepLoop(outage, new WaitingTime(time)), options, time, NullLogger<HistoryPruner>.Instance);

        var running = pruner.RunAsync(stop.Token);
        await during().InTime();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).InTime();
    }

    /// <summary>Records how long callers waited.</summary>
    private sealed class RecordedTime : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Pauses.Enqueue(dueTime);
            return timer;
        }
    }

    /// <summary>The real connections, whose readers report each statement they execute.</summary>
    private sealed class TracedReaders(IDatabaseConnections inner, Action<string> read) : IDatabaseConnections
    {
        public string Name => inner.Name;

        public string HomeDirectory => inner.HomeDirectory;

        public async Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken)
        {
            var session = await inner.OpenReaderAsync(cancellationToken);
            raw.sqlite3_trace(((SqliteConnection)session.Connection).Handle, (_, statement) => read(statement), null);
            return session;
        }

        public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => inner.OpenWriterAsync(cancellationToken);

        public IChangeSignal CreateChangeSignal(ILogger logger) => inner.CreateChangeSignal(logger);
    }
}

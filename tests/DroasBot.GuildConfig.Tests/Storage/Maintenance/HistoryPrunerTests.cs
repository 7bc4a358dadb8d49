using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Maintenance;

public sealed class HistoryPrunerTests
{
    private const int PruningFailed = 24;

    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "10")]
    public async Task PruneAsync_OldChanges_AreRemovedButNeverTheNewestOfAnExistingGuild()
    {
        var time = new FakeTimeProvider(_start);
        await using var host = await StartAsync(time);
        await SetAsync(host, 1, 10);
        await SetAsync(host, 1, 11);
        await SetAsync(host, 2, 20);
        await host.Service.DeleteAsync(2, cancellationToken: Token);
        await SetAsync(host, 3, 30);
        await host.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        time.Advance(TimeSpan.FromHours(1));
        await SetAsync(host, 3, 31);
        await SetAsync(host, 4, 40);

        await host.Get<HistoryPruner>().PruneAsync(_start + TimeSpan.FromMinutes(1), Token);

        // 1 and 3 have newer ones; 4 is a deletion; 5 has 7; 6 concerns no guild.
        Assert.Equal("2,7,8", await host.ScalarAsync<string>("SELECT group_concat(revision) FROM guild_config_change"));
        Assert.Equal(8L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(5L, await host.ScalarAsync<long>("SELECT pruned FROM guild_config_clock"));
        Assert.Equal(11UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(9, (await SetAsync(host, 1, 12)).Revision);
    }

    [Fact]
    public async Task PruneAsync_RecentChanges_Stay()
    {
        var time = new FakeTimeProvider(_start);
        await using var host = await StartAsync(time);
        await SetAsync(host, 1, 10);
        await SetAsync(host, 1, 11);

        await host.Get<HistoryPruner>().PruneAsync(_start, Token);

        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task PruneAsync_LongHistory_IsPrunedInSmallBatchesBetweenWhichOthersWrite()
    {
        var time = new FakeTimeProvider(_start);
        var faults = new WriterFaults();
        await using var host = await StartAsync(time, faults.AddTo, options => options.HistoryRetention = null);
        await FillAsync(host, 2000);
        time.Advance(TimeSpan.FromHours(1));
        var deletions = 0;
        var written = new List<Task<GuildConfigSnapshot>>();
        faults.Fault = (at, _) =>
        {
            if (at.StartsWith("DELETE FROM guild_config_change", StringComparison.Ordinal))
            {
                deletions++;
                var channel = (ulong)deletions;
                using (ExecutionContext.SuppressFlow())
                {
                    written.Add(Task.Run(() => SetAsync(host, 7, channel)));
                }
            }

            return null;
        };

        await host.Get<HistoryPruner>().PruneAsync(_start + TimeSpan.FromMinutes(1), Token).InTime();
        await Task.WhenAll(written).InTime();

        Assert.True(deletions >= 10, $"{deletions} batches");
        Assert.Equal(deletions, written.Count);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE guild_id = 1"));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task PruneAsync_FreedPages_AreReleasedGradually()
    {
        var time = new FakeTimeProvider(_start);
        var faults = new WriterFaults();
        await using var host = await StartAsync(time, faults.AddTo, options => options.HistoryRetention = null);
        await FillAsync(host, 4000);
        time.Advance(TimeSpan.FromHours(1));
        var before = await host.ScalarAsync<long>("PRAGMA page_count");
        var sizes = new List<long>();
        faults.Fault = (at, _) =>
        {
            if (at.StartsWith("DELETE FROM guild_config_change", StringComparison.Ordinal))
            {
                sizes.Add(host.ScalarAsync<long>("PRAGMA page_count").GetAwaiter().GetResult());
            }

            return null;
        };

        await host.Get<HistoryPruner>().PruneAsync(_start + TimeSpan.FromMinutes(1), Token).InTime();

        // Smaller at each step, not just once at the end.
        sizes.Add(await host.ScalarAsync<long>("PRAGMA page_count"));
        Assert.True(sizes.Distinct().Count() > 10, string.Join(' ', sizes));
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.True(sizes[^1] < before / 4, $"{before} pages before, {sizes[^1]} after");
        Assert.Equal(0L, await host.ScalarAsync<long>("PRAGMA freelist_count"));
    }

    [Fact]
    public async Task PruneAsync_FileCannotShrink_IsLoggedAndThePruningSucceeds()
    {
        using var log = new EventRecorder();
        var time = new FakeTimeProvider(_start);
        var faults = new WriterFaults();
        await using var host = await StartAsync(time, services =>
        {
            faults.AddTo(services);
            services.AddSingleton<ILoggerProvider>(log);
        });
        await FillAsync(host, 50);
        time.Advance(TimeSpan.FromHours(1));
        faults.Fault = WriterFaults.Times(1, "PRAGMA incremental_vacuum", WriterFaults.Permanent);

        await host.Get<HistoryPruner>().PruneAsync(_start + TimeSpan.FromMinutes(1), Token).InTime();

        Assert.Equal(1, log.Count(23));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task PruneAsync_MoreChangesThanTheLimit_LeavesTheNewestOfEachGuild()
    {
        await using var host = await StartAsync(new FakeTimeProvider(_start), configure: options => options.HistoryLimit = 3);
        for (var i = 1UL; i <= 5; i++)
        {
            await SetAsync(host, 1, i);
        }

        await SetAsync(host, 2, 1);
        await SetAsync(host, 2, 2);

        Assert.Equal(2, await host.Get<HistoryPruner>().PruneAsync(_start, Token));

        Assert.Equal("3,4,5,6,7", await host.ScalarAsync<string>("SELECT group_concat(revision) FROM guild_config_change"));
        Assert.Empty(await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task PruneAsync_OldestRemainingChange_StoresTheStateBeforeIt()
    {
        await using var host = await StartAsync(new FakeTimeProvider(_start), configure: options => options.HistoryLimit = 2);
        for (var i = 1UL; i <= 4; i++)
        {
            await SetAsync(host, 1, i);
        }

        var earlier = await HistoryAsync();
        await host.Get<HistoryPruner>().PruneAsync(_start, Token);

        Assert.Equal(earlier.Take(2), await HistoryAsync());
        Assert.Equal([null, 3L], (await host.QueryAsync("SELECT previous FROM guild_config_change ORDER BY revision")).Select(row => row[0]));

        async Task<List<(long Revision, ulong? Before, ulong? After)>> HistoryAsync()
            => await host.Get<IGuildConfigChangeLog>().GetHistoryAsync(1, Token)
                .Select(change => (change.Revision, change.Before?.WelcomeChannelId, change.After?.WelcomeChannelId)).ToListAsync(Token);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task RunAsync_OnlyALimit_PrunesWhileTheHostRuns()
    {
        await using var host = await TestHost.StartAsync(options => options.HistoryLimit = 5);
        for (var i = 1UL; i <= 20; i++)
        {
            await SetAsync(host, 1, i);
        }

        await Deadlines.UntilAsync(() => host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change").GetAwaiter().GetResult() == 5);
        Assert.Equal(16L, await host.ScalarAsync<long>("SELECT min(revision) FROM guild_config_change"));
    }

    [Fact]
    public async Task PruneAsync_NothingOld_CommitsNothing()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(new FakeTimeProvider(_start), faults.AddTo);
        await FillAsync(host, 10);
        var committed = faults.Committed;

        Assert.Equal(0, await host.Get<HistoryPruner>().PruneAsync(_start, Token));

        Assert.Equal(committed, faults.Committed);
    }

    [Fact]
    public async Task RunAsync_Retention_PrunesWhileTheHostRunsAndSurvivesFailures()
    {
        using var log = new EventRecorder();
        var time = new FakeTimeProvider(_start);
        var faults = new WriterFaults();
        await using var host = await StartAsync(
            time,
            services =>
            {
                faults.AddTo(services);
                services.AddSingleton<ILoggerProvider>(log);
            },
            options => options.HistoryRetention = TimeSpan.FromMinutes(10));
        await FillAsync(host, 50);

        // Fails several times in a row, then succeeds, then fails again.
        await TakeTurnsAsync(host, time, new Turns(faults, fails: true));
        Assert.Equal(1, log.Count(PruningFailed));
        await TakeTurnsAsync(host, time, new Turns(faults, fails: false));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE guild_id = 1"));
        await TakeTurnsAsync(host, time, new Turns(faults, fails: true));
        Assert.Equal(2, log.Count(PruningFailed));
    }

    [Fact]
    public async Task RunAsync_FailsDuringAnOutage_LeavesLoggingToTheOutage()
    {
        using var log = new EventRecorder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var time = new FakeTimeProvider(_start);
        var faults = new WriterFaults();
        await using var host = await StartAsync(time, faults.AddTo, options => options.HistoryRetention = null);
        using var factory = new LoggerFactory([log]);
        var waiting = new WaitingTime(time);
        using var outage = new OutageTracker(waiting, factory.CreateLogger<OutageTracker>());
        outage.SyncFailed(new GuildConfigStoreException("Unplugged.", isTransient: true, innerException: null));
        var options = Options.Create(new GuildConfigOptions { HistoryRetention = TimeSpan.FromMinutes(10) });
        var pruner = new HistoryPruner(host.Get<PrunableChanges>(), host.Get<WriteQueue>(), new SweepLoop(outage, waiting), options, time, factory.CreateLogger<HistoryPruner>());
        var turns = new Turns(faults, fails: true);

        var running = pruner.RunAsync(stop.Token);
        await TakeTurnsAsync(host, time, turns);
        Assert.Equal(0, log.Count(PruningFailed));

        outage.SyncSucceeded();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(outage.IsOpen);
        await TakeTurnsAsync(host, time, turns);
        Assert.Equal(1, log.Count(PruningFailed));

        // With that failure, or with the one of the current turn.
        await stop.CancelAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => running).InTime());
    }

    [Fact]
    public async Task RunAsync_NeitherRetentionNorLimit_EndsImmediately()
    {
        await using var host = await TestHost.StartAsync(options => options.HistoryLimit = null);

        await host.Get<HistoryPruner>().RunAsync(Token).InTime();
    }

    private static Task<TestHost> StartAsync(FakeTimeProvider time, Action<IServiceCollection>? more = null, Action<GuildConfigOptions>? configure = null)
        => TestHost.StartAsync(
            configure,
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton(new WaitingTime(time));
                more?.Invoke(services);
            });

    /// <summary>Lets the pruner take some turns, and complete at least two. One that fails begins twice if it shared its commit.</summary>
    private static async Task TakeTurnsAsync(TestHost host, FakeTimeProvider time, Turns turns)
    {
        for (var end = turns.Begun + 6; turns.Begun < end;)
        {
            time.Advance(TimeSpan.FromMinutes(1));

            // A write by the host: when it completes, nothing queued before it remains.
            await SetAsync(host, 2, (ulong)time.GetUtcNow().Ticks).InTime();
        }
    }

    private static async Task FillAsync(TestHost host, int changes)
        => await Task.WhenAll(Enumerable.Range(1, changes).Select(i => host.Service.UpdateAsync(
            1, e => e.WelcomeChannelId = (ulong)i, new ChangeContext { Reason = new string('x', 500) }, Token))).InTime();

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    /// <summary>Counts the pruner's turns, and decides whether they fail.</summary>
    private sealed class Turns
    {
        private int _begun;

        public Turns(WriterFaults faults, bool fails)
            => faults.Fault = (at, _) =>
            {
                if (!at.StartsWith("DELETE FROM guild_config_change", StringComparison.Ordinal))
                {
                    return null;
                }

                Interlocked.Increment(ref _begun);
                return fails ? WriterFaults.Permanent() : null;
            };

        public int Begun => Volatile.Read(ref _begun);
    }
}

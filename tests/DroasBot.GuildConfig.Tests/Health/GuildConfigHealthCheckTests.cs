using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Health;

public sealed class GuildConfigHealthCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckHealthAsync_NoProblem_IsHealthyAndShowsEveryFigure()
    {
        await using var host = await StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(2, Token);

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Null(entry.Description);
        var expected = new Dictionary<string, object>
        {
            ["engine"] = "SQLite " + await host.ScalarAsync<string>("SELECT sqlite_version()"),
            ["engine.known_defect"] = SqliteEngine.Version.KnownDefect ?? "none",
            ["revision"] = 1L,
            ["database.revision"] = 1L,
            ["cache.count"] = 2L,
            ["cache.bytes"] = host.Cache.GetStatistics().Bytes,
            ["cache.max_bytes"] = 100_000_000L,
            ["cache.evictions"] = 0L,
            ["cache.hits"] = 2L,
            ["cache.misses"] = 2L,
            ["cache.expired_hits"] = 0L,
            ["cache.stale_hits"] = 0L,
            ["cache.hit_rate"] = 0.5,
            ["window.requests"] = 4L,
            ["window.hit_rate"] = 0.5,
            ["window.p95_seconds"] = 0.000001,
            ["queue.length"] = 0,
            ["queue.capacity"] = 4096,
            ["sync.cursor"] = 1L,
            ["sync.lag_seconds"] = 0.0,
            ["sync.behind_seconds"] = 0.0,
            ["guilds.departed"] = 0L,
            ["guilds.purged"] = 0L,
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), entry.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task CheckHealthAsync_MigrationMissing_IsUnhealthyAndNamesIt()
    {
        await using var host = await StartAsync();
        await host.ExecuteAsync("DELETE FROM guild_config_migration");

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("lacks the migrations 20261128000000_InitialSchema", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckHealthAsync_DatabaseMovedAway_IsUnhealthyAndHealthyWhenItIsBack()
    {
        await using var host = await StartAsync();
        var away = host.Directory.File("away.db");

        File.Move(host.DatabasePath, away);
        var without = await CheckAsync(host);
        File.Move(away, host.DatabasePath);

        Assert.Equal(HealthStatus.Unhealthy, without.Status);
        Assert.Contains("cannot be opened: it was moved, deleted or replaced while it was open", without.Description, StringComparison.Ordinal);

        // Sessions that still have the old file open are closed first: on their next read, or within a tick of the write queue.
        await Deadlines.UntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task CheckHealthAsync_LowHitRate_IsDegradedOnceThereAreEnoughReads()
    {
        await using var host = await StartAsync(options => options.Health.MinRequests = 20);
        await ReadAsync(host, hits: 0, misses: 19);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        await ReadAsync(host, hits: 1, misses: 0);
        var low = await CheckAsync(host);
        await ReadAsync(host, hits: 106, misses: 0);
        var high = await CheckAsync(host);

        Assert.Equal((HealthStatus.Degraded, "The hit rate is 5.0 %, below 85.0 %."), (low.Status, low.Description));
        Assert.Equal((HealthStatus.Degraded, "The hit rate is 84.9 %, below 85.0 %."), (high.Status, high.Description));
        await ReadAsync(host, hits: 1, misses: 0);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task CheckHealthAsync_SlowReads_IsDegraded()
    {
        var (repository, time) = (new StubRepository(), new FakeTimeProvider());
        await using var host = await StartAsync(
            options => (options.Health.MinRequests, options.Health.MinHitRate) = (1, 0),
            services => services.AddSingleton<IGuildConfigRepository>(repository).AddSingleton<TimeProvider>(time));
        await ReadSlowlyAsync(1, TimeSpan.FromMilliseconds(170));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        await ReadSlowlyAsync(2, TimeSpan.FromMilliseconds(250));
        var slow = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, slow.Status);
        Assert.Matches(@"^The 95th percentile of the access latency is 2\d\d ms, above 200 ms\.$", slow.Description);
        await ReadAsync(host, hits: 18, misses: 0);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        async Task ReadSlowlyAsync(ulong guildId, TimeSpan duration)
        {
            var held = repository.HoldNext(guildId);
            var read = host.Service.GetAsync(guildId, Token);
            await held.Began.InTime();
            time.Advance(duration);
            held.Release();
            await read.InTime();
        }
    }

    [Fact]
    public async Task CheckHealthAsync_LateChangeOfAnotherProcess_IsDegradedUntilItIsOld()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        await using var host = await StartAsync(services: services => services.AddSingleton<TimeProvider>(time).RemoveAll<IBackgroundLoop>());
        await TakeChangeAsync(revision: 1, age: TimeSpan.FromMilliseconds(4_900));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        await TakeChangeAsync(revision: 2, age: TimeSpan.FromMilliseconds(6_200));
        var late = await CheckAsync(host);
        time.Advance(TimeSpan.FromMinutes(5));
        host.Get<SyncStatus>().Succeeded();

        Assert.Equal((HealthStatus.Degraded, "A change of another process arrived after 6.2 s; 5.0 s are allowed."), (late.Status, late.Description));
        Assert.Equal(6.2, (double)late.Data["sync.lag_seconds"], 6);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        async Task TakeChangeAsync(long revision, TimeSpan age)
        {
            var changedAt = (time.GetUtcNow() - age).ToUnixTimeMilliseconds();
            await host.ExecuteAsync(
                $"INSERT INTO guild_config_change (revision, kind, changed_at) VALUES ({revision}, 4, {changedAt}); UPDATE guild_config_clock SET revision = {revision}");
            await host.Get<ChangeFeed>().CatchUpAsync(Token);
        }
    }

    [Theory]
    [InlineData(1_000, 5)]
    [InlineData(10, 5)]
    [InlineData(4_000, 8)]
    public async Task CheckHealthAsync_ChangeLogNotFullyRead_IsDegraded(int syncIntervalMilliseconds, int allowedSeconds)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(
            options => options.SyncInterval = TimeSpan.FromMilliseconds(syncIntervalMilliseconds),
            services => services.AddSingleton<TimeProvider>(time).RemoveAll<IBackgroundLoop>());
        time.Advance(TimeSpan.FromSeconds(allowedSeconds));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        time.Advance(TimeSpan.FromSeconds(0.1));
        var behind = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, behind.Status);
        Assert.Equal($"Changes of other processes have not been read for {allowedSeconds}.1 s; {allowedSeconds}.0 s are allowed.", behind.Description);
    }

    [Fact]
    public async Task CheckHealthAsync_QueueOverHalfFull_IsDegraded()
    {
        await using var host = await StartAsync();
        var writes = new List<Task>();
        await using (var held = await HeldUnit.StartAsync(host))
        {
            Write(2_048);
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
            Write(1);
            var full = await CheckAsync(host);
            Assert.Equal((HealthStatus.Degraded, "2049 of 4096 places in the write queue are taken."), (full.Status, full.Description));
            await held.ReleaseAsync();
        }

        await Task.WhenAll(writes).InTime();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        void Write(int count) => writes.AddRange(Enumerable.Range(0, count).Select(_ => host.Service.DeleteAsync(1, cancellationToken: Token)));
    }

    [Fact]
    public async Task CheckHealthAsync_EverythingIsWrong_NamesEveryReason()
    {
        var (repository, time) = (new StubRepository(), new FakeTimeProvider());
        await using var host = await StartAsync(
            options => options.Health.MinRequests = 1,
            services => services.AddSingleton<IGuildConfigRepository>(repository).AddSingleton<TimeProvider>(time).RemoveAll<IBackgroundLoop>());
        host.Get<ReadWindow>();
        await host.Service.GetAsync(1, Token);
        time.Advance(TimeSpan.FromHours(2));
        repository.Failure = StubRepository.Outage();
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(2, Token).AsTask());
        await host.Get<LoadFailureTracker>().Question.InTime();
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(
            "The database is down. Stale values are being served. The hit rate is 50.0 %, below 85.0 %. "
            + "Changes of other processes have not been read for 7200.0 s; 5.0 s are allowed.",
            entry.Description);
        repository.Failure = null;
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task CheckHealthAsync_DatabaseCannotBeRead_IsUnhealthyAndNamesIt()
    {
        await using var host = await StartAsync();
        await host.ExecuteAsync("DROP TABLE guild_config_clock");

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains(TestHost.FileName, entry.Description, StringComparison.Ordinal);
        Assert.IsType<GuildConfigStoreException>(entry.Exception);
        Assert.Contains("cache.count", entry.Data.Keys);
    }

    [Fact]
    public async Task CheckHealthAsync_OwnNameStatusAndTags_AreUsed()
    {
        await using var host = await TestHost.StartAsync(
            services: services => services.AddHealthChecks().AddGuildConfig("settings", HealthStatus.Degraded, ["ready"]));
        await host.ExecuteAsync("DROP TABLE guild_config_clock");

        var entry = await CheckAsync(host, "settings");

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(["ready"], entry.Tags);
    }

    [Fact]
    public async Task CheckHealthAsync_BeforeTheStart_IsUnhealthyAndCreatesNoFile()
    {
        await using var host = new TestHost(services: services => services.AddHealthChecks().AddGuildConfig());

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Empty(Directory.GetFileSystemEntries(host.Directory.Path));
    }

    [Fact]
    public void AddGuildConfig_BadArguments_AreNamed()
    {
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((IHealthChecksBuilder)null!).AddGuildConfig()).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddHealthChecks().AddGuildConfig(name: null!)).ParamName);
    }

    /// <summary>Starts a host whose clocks are stopped, so that nothing is late because the machine is busy.</summary>
    private static Task<TestHost> StartAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
        => TestHost.StartAsync(
            configure,
            collection =>
            {
                collection.AddSingleton<TimeProvider>(new FakeTimeProvider());
                collection.AddSingleton(static provider => new WaitingTime(provider.GetRequiredService<TimeProvider>()));
                collection.AddHealthChecks().AddGuildConfig();
                services?.Invoke(collection);
            });

    private static async Task ReadAsync(TestHost host, int hits, int misses)
    {
        for (var i = 0; i < misses; i++)
        {
            host.Cache.Invalidate(1);
            await host.Service.GetAsync(1, Token);
        }

        for (var i = 0; i < hits; i++)
        {
            await host.Service.GetAsync(1, Token);
        }
    }

    private static async Task<HealthReportEntry> CheckAsync(TestHost host, string name = "guild-config")
        => (await host.Get<HealthCheckService>().CheckHealthAsync(Token)).Entries[name];
}

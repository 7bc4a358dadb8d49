using System.Diagnostics.Metrics;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Health;

/// <summary>The instruments that are read on collection.</summary>
public sealed class ObservedMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CacheRequests_EachResult_IsCounted()
    {
        var repository = new StubRepository();
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(services: services =>
        {
            services.AddSingleton<IGuildConfigRepository>(repository);
            services.AddSingleton<TimeProvider>(time);
        });
        using var measurements = new Measurements(host);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);
        time.Advance(TimeSpan.FromHours(2));
        repository.Failure = StubRepository.Outage();
        await host.Service.GetAsync(1, Token);
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(2, Token).AsTask());
        }

        await host.Get<LoadFailureTracker>().Question.InTime();
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);

        Assert.Equal(
            new Dictionary<string, double> { ["hit"] = 2, ["miss"] = 1, ["expired"] = 1, ["stale"] = 3, ["failed"] = 4 },
            measurements.Observe("cache.requests"));
    }

    [Fact]
    public async Task CacheEntriesAndUsage_FollowTheCache()
    {
        await using var host = await StartAsync();
        using var measurements = new Measurements(host);
        for (ulong guild = 1; guild <= 3; guild++)
        {
            await host.Service.GetOrCreateAsync(guild, cancellationToken: Token);
        }

        Assert.Equal(3, measurements.Observe("cache.entries")[string.Empty]);
        Assert.Equal(host.Cache.GetStatistics().Bytes, measurements.Observe("cache.usage")[string.Empty]);
        host.Cache.Invalidate(1);
        Assert.Equal(2, measurements.Observe("cache.entries")[string.Empty]);
        Assert.Equal(host.Cache.GetStatistics().Bytes, measurements.Observe("cache.usage")[string.Empty]);
    }

    [Fact]
    public async Task CacheEvictions_EachReason_IsCounted()
    {
        await using var host = await StartAsync(options => options.Cache.MaxBytes = 4_096);
        using var measurements = new Measurements(host);
        for (ulong guild = 1; guild <= 100; guild++)
        {
            await host.Service.GetOrCreateAsync(guild, cancellationToken: Token);
        }

        var capacity = 100 - host.Cache.GetStatistics().Count;
        Assert.Equal(capacity, host.Cache.GetStatistics().Evictions);
        host.Cache.Invalidate(100);
        host.Cache.Invalidate(999);
        await host.ExecuteAsync("DELETE FROM guild_config");
        var refreshed = host.Cache.GetStatistics().Count;
        await host.Cache.RefreshAllAsync(cancellationToken: Token);
        Assert.Equal(0, host.Cache.GetStatistics().Count);
        await host.Service.GetOrCreateAsync(101, cancellationToken: Token);
        host.Get<GuildConfigCache>().Clear();

        Assert.Equal(
            new Dictionary<string, double> { ["capacity"] = capacity, ["invalidated"] = 1, ["refreshed"] = refreshed, ["cleared"] = 1 },
            measurements.Observe("cache.evictions"));
    }

    [Fact]
    public async Task Sync_BehindAndCursor_FollowTheFeed()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(services: services =>
        {
            services.AddSingleton(new WaitingTime(time));
            services.RemoveAll<IBackgroundLoop>();
        });
        using var measurements = new Measurements(host);
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.Service.GetOrCreateAsync(2, cancellationToken: Token);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(2, measurements.Observe("sync.cursor")[string.Empty]);
        Assert.Equal(7, measurements.Observe("sync.behind")[string.Empty]);
        host.Get<SyncStatus>().Succeeded();
        Assert.Equal(0, measurements.Observe("sync.behind")[string.Empty]);
    }

    [Fact]
    public async Task Instruments_HostDisposed_ReportNothingAndKeepNothingAlive()
    {
        await using var longLived = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = longLived.GetRequiredService<IMeterFactory>();
        using var measurements = new Measurements(factory);

        var cache = await RunHostAsync(factory, measurements);

        for (var i = 0; i < 100 && cache.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(cache.IsAlive);
        Assert.Contains(measurements.Instruments, instrument => instrument is ObservableCounter<long>);
        Assert.Empty(measurements.Observe("cache.requests"));
        Assert.Empty(measurements.All);
    }

    private static async Task<WeakReference> RunHostAsync(IMeterFactory factory, Measurements measurements)
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton(factory));
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.Service.GetAsync(1, Token);
        Assert.Equal(1, measurements.Observe("cache.requests")["hit"]);
        return new WeakReference(host.Get<GuildConfigCache>());
    }

    private static Task<TestHost> StartAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
        => TestHost.StartAsync(
            configure,
            collection =>
            {
                collection.AddMetrics();
                services?.Invoke(collection);
            });
}

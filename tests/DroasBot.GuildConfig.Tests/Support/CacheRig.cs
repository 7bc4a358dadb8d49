using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The cache and its loaders, on a <see cref="StubRepository"/> and a stopped clock.</summary>
internal sealed class CacheRig : IDisposable
{
    private readonly GuildConfigMetrics _metrics = new();
    private readonly LoggerFactory _loggers;
    private readonly OutageTracker _outage;

    public CacheRig(Action<GuildConfigCacheOptions>? configure = null, Action<GuildConfigShardOptions>? shards = null)
    {
        var options = new GuildConfigOptions();
        configure?.Invoke(options.Cache);
        shards?.Invoke(options.Shards);
        var own = new GuildShards(Options.Create(options));
        Repository = new StubRepository(own);
        TimeToLive = options.Cache.TimeToLive;
        Cache = new GuildConfigCache(Options.Create(options), own, Time);
        _loggers = new LoggerFactory([Log]);
        var waiting = new WaitingTime(Time);
        _outage = new OutageTracker(waiting, _loggers.CreateLogger<OutageTracker>());
        Report = new LoadFailureTracker(Repository, _outage, waiting, _loggers.CreateLogger<LoadFailureTracker>());
        var operations = new Tracing(_metrics, Time);
        Loader = new SnapshotLoader(Cache, Repository, operations, Report, Time);
        Revalidation = new Revalidation(Loader, Cache, Report, waiting);
        Preloader = new CachePreloader(Cache, Repository, operations, _loggers.CreateLogger<CachePreloader>());
        var gate = new Mock<IStartupGate>();
        gate.Setup(g => g.EnsureStartedAsync(It.IsAny<CancellationToken>())).Returns(ValueTask.CompletedTask);
        Inner = new Mock<IGuildConfigService>(MockBehavior.Strict);
        Service = new CachingGuildConfigService(Inner.Object, Cache, Loader, Revalidation, gate.Object, new ReentrancyGuard());
    }

    public FakeTimeProvider Time { get; } = new();

    public TimeSpan TimeToLive { get; }

    public StubRepository Repository { get; }

    public EventRecorder Log { get; } = new();

    public LoadFailureTracker Report { get; }

    public GuildConfigCache Cache { get; }

    public SnapshotLoader Loader { get; }

    public Revalidation Revalidation { get; }

    public CachePreloader Preloader { get; }

    public Mock<IGuildConfigService> Inner { get; }

    public IGuildConfigService Service { get; }

    /// <summary>Begins a read. When this returns, the read has reached the database, or has ended.</summary>
    public Task<GuildConfigSnapshot> Read(ulong guildId) => Service.GetAsync(guildId, CancellationToken.None).AsTask();

    /// <summary>Loads a guild regardless of the cache, as an administrator's refresh does.</summary>
    public Task<GuildConfigSnapshot> Reload(ulong guildId) => Loader.ReloadAsync(guildId, CancellationToken.None);

    /// <summary>Loads all guilds.</summary>
    public Task<long> LoadAll(IProgress<GuildConfigPreloadProgress>? progress = null) => Preloader.LoadAllAsync(progress, CancellationToken.None);

    /// <summary>Makes the cached values expire.</summary>
    public void Expire() => Time.Advance(TimeToLive + TimeSpan.FromSeconds(1));

    /// <summary>Reads an expired guild until its background load has ended.</summary>
    public async Task<GuildConfigSnapshot> ReadRevalidated(ulong guildId)
    {
        while (Cache.Find(guildId, out _) == CacheAnswer.Expired)
        {
            await Read(guildId).InTime();
            await Task.Delay(1, CancellationToken.None);
        }

        return await Read(guildId).InTime();
    }

    /// <summary>Commits a change and publishes it to the cache, like the write queue.</summary>
    public GuildConfigChange Publish(GuildConfigChange change)
    {
        Cache.Publish(change);
        return change;
    }

    public void Dispose()
    {
        Preloader.Dispose();
        Cache.Dispose();
        _outage.Dispose();
        _metrics.Dispose();
        _loggers.Dispose();
        Log.Dispose();
    }
}

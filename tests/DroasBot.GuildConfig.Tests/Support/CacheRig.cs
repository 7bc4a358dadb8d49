using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The cache and what loads it, on a <see cref="StubRepository"/> and a clock that stands still.</summary>
internal sealed class CacheRig : IDisposable
{
    public CacheRig(Action<GuildConfigCacheOptions>? configure = null)
    {
        var options = new GuildConfigOptions();
        configure?.Invoke(options.Cache);
        TimeToLive = options.Cache.TimeToLive;
        Cache = new GuildConfigCache(Options.Create(options), Time);
        Stale = new StaleReport(StaleLog);
        Loader = new SnapshotLoader(Cache, Repository, Stale);
        Preloader = new CachePreloader(Cache, Repository, NullLogger<CachePreloader>.Instance);
        var gate = new Mock<IStartupGate>();
        gate.Setup(g => g.EnsureStartedAsync(It.IsAny<CancellationToken>())).Returns(ValueTask.CompletedTask);
        Inner = new Mock<IGuildConfigService>(MockBehavior.Strict);
        Service = new CachingGuildConfigService(Inner.Object, Cache, Loader, gate.Object, new UnitOfWorkScope());
    }

    public FakeTimeProvider Time { get; } = new();

    public TimeSpan TimeToLive { get; }

    public StubRepository Repository { get; } = new();

    public RecordingLogger<StaleReport> StaleLog { get; } = new();

    public StaleReport Stale { get; }

    public GuildConfigCache Cache { get; }

    public SnapshotLoader Loader { get; }

    public CachePreloader Preloader { get; }

    public Mock<IGuildConfigService> Inner { get; }

    public IGuildConfigService Service { get; }

    /// <summary>Begins a read; it has reached the database, or ended, when this returns.</summary>
    public Task<GuildConfigSnapshot> Read(ulong guildId) => Service.GetAsync(guildId, CancellationToken.None).AsTask();

    /// <summary>Loads a guild whatever is cached, as an administrator's refresh does.</summary>
    public Task<GuildConfigSnapshot> Reload(ulong guildId) => Loader.ReloadAsync(guildId, installed: null, CancellationToken.None);

    /// <summary>Loads all guilds.</summary>
    public Task<long> LoadAll(IProgress<GuildConfigPreloadProgress>? progress = null) => Preloader.LoadAllAsync(progress, CancellationToken.None);

    /// <summary>Lets the cached values expire.</summary>
    public void Expire() => Time.Advance(TimeToLive + TimeSpan.FromSeconds(1));

    /// <summary>Commits a change and tells the cache, as the write queue does.</summary>
    public GuildConfigChange Publish(GuildConfigChange change)
    {
        Cache.Publish(change);
        return change;
    }

    public void Dispose() => Cache.Dispose();
}

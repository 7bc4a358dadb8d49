using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Coyote.Specifications;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DroasBot.GuildConfig.Coyote;

/// <summary>The cache and its loaders on a database in memory, with checks of what its readers rely on.</summary>
internal sealed class ExploredCache : IDisposable, IStartupGate
{
    /// <summary>Room for one guild, but not for two.</summary>
    public const long RoomForOne = 250;

    /// <summary>Short: the cache's clock ticks four times a second, and each tick that passes is a step of the schedule.</summary>
    private static readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(10);

    private readonly GuildConfigMetrics _metrics = new();
    private readonly OutageTracker _outage;
    private readonly Dictionary<ulong, long> _floors = [];
    private readonly Dictionary<ulong, long> _deletions = [];

    public ExploredCache(long? maxBytes = null)
    {
        var options = new GuildConfigOptions();
        options.Cache.MaxBytes = maxBytes ?? options.Cache.MaxBytes;
        options.Cache.TimeToLive = _timeToLive;
        var shards = new GuildShards(Options.Create(options));
        Repository = new StubRepository(shards) { AfterSight = static async () => await Task.Yield() };
        Cache = new GuildConfigCache(Options.Create(options), shards, Time);
        var waiting = new WaitingTime(Time);
        _outage = new OutageTracker(waiting, NullLogger<OutageTracker>.Instance);
        Failures = new LoadFailureTracker(Repository, _outage, waiting, NullLogger<LoadFailureTracker>.Instance);
        var tracing = new Tracing(_metrics, Time);
        Loader = new SnapshotLoader(Cache, Repository, tracing, Failures, Time);
        Preloader = new CachePreloader(Cache, Repository, tracing, NullLogger<CachePreloader>.Instance);
        Service = new CachingGuildConfigService(inner: null!, Cache, Loader, new Revalidation(Loader, Cache, Failures, waiting), this, new ReentrancyGuard());
    }

    /// <summary>Gets two guilds of one stripe, and one of another.</summary>
    public static (ulong One, ulong Sibling, ulong Other) Guilds { get; } = FindGuilds();

    public FakeTimeProvider Time { get; } = new();

    public StubRepository Repository { get; }

    public LoadFailureTracker Failures { get; }

    public GuildConfigCache Cache { get; }

    public SnapshotLoader Loader { get; }

    public CachePreloader Preloader { get; }

    public IGuildConfigService Service { get; }

    public ValueTask EnsureStartedAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Reads a guild, and checks that it is at least as new as everything published or served before.</summary>
    public async Task<GuildConfigSnapshot> ReadAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        var floor = _floors.GetValueOrDefault(guildId);
        var snapshot = await Service.GetAsync(guildId, cancellationToken);
        var version = snapshot.Exists ? snapshot.Revision : _deletions.GetValueOrDefault(guildId);
        Specification.Assert(snapshot.GuildId == guildId, "A read of guild {0} got guild {1}.", guildId, snapshot.GuildId);
        Specification.Assert(version >= floor, "Guild {0} was served as of revision {1} after {2}.", guildId, version, floor);
        Raise(guildId, version);
        return snapshot;
    }

    /// <summary>Deletes a guild in the database; the cache learns of it when that is published.</summary>
    public GuildConfigChange Delete(ulong guildId)
    {
        var change = Repository.Delete(guildId);
        _deletions[guildId] = change.Revision;
        return change;
    }

    public void Publish(GuildConfigChange change)
    {
        Cache.Publish(change);
        Raise(change.GuildId!.Value, change.Revision);
    }

    /// <summary>Publishes what another process has changed.</summary>
    public void PublishForeign(GuildConfigChange change)
    {
        Cache.PublishForeign(change);
        Raise(change.GuildId!.Value, change.Revision);
    }

    /// <summary>Makes the cached values expire.</summary>
    public void Expire() => Time.Advance(_timeToLive + TimeSpan.FromSeconds(1));

    public void Dispose()
    {
        Preloader.Dispose();
        Cache.Dispose();
        _outage.Dispose();
        _metrics.Dispose();
    }

    private static (ulong One, ulong Sibling, ulong Other) FindGuilds()
    {
        const ulong First = 175_928_847_299_117_063;
        var guilds = Enumerable.Range(0, 100).Select(i => First + (ulong)i).ToLookup(id => Stripe.IndexOf(Stripe.HashOf(id)));
        var own = guilds[Stripe.IndexOf(Stripe.HashOf(First))].ToArray();
        return (own[0], own[1], guilds.First(stripe => !stripe.Contains(First)).First());
    }

    private void Raise(ulong guildId, long revision) => _floors[guildId] = Math.Max(_floors.GetValueOrDefault(guildId), revision);
}

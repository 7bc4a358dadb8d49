using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Coyote.Database;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Hosting;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Coyote.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Coyote;

/// <summary>A whole node on a database in memory: its start, feed, cache and writer, created like the services of a host.</summary>
internal sealed class ExploredNode : IBackgroundLoop, IDisposable
{
    private readonly GuildConfigMetrics _metrics = new();
    private readonly OutageTracker _outage;
    private readonly CachePreloader _preloader;
    private readonly ObservedMetrics _observed;
    private readonly ReaderPool _readers;
    private readonly SyncStatus _status;
    private readonly GuildConfigCache _cache;
    private readonly List<long> _committed = [];

    public ExploredNode(TimeSpan startupTimeout = default)
    {
        var settings = new GuildConfigOptions { TransactionTimeout = ExploredWriter.Endless, StartupTimeout = startupTimeout };
        settings.Cache.TimeToLive = ControlledWaits.Unlimited;
        var (options, time, guard, health) = (Options.Create(settings), new ExploredTime(), new ReentrancyGuard(), new WriteHealth());
        var (waiting, tracing, shards) = (new WaitingTime(time), new Tracing(_metrics, time), new GuildShards(options));
        var (engine, administration) = (new ExploredEngine(Database), new ExploredAdministration(Database));
        Repository = new ExploredRepository(Database);
        _cache = new GuildConfigCache(options, shards, time);
        _outage = new OutageTracker(waiting, NullLogger<OutageTracker>.Instance);
        _readers = new ReaderPool(engine, engine);
        _preloader = new CachePreloader(_cache, Repository, tracing, NullLogger<CachePreloader>.Instance);
        _status = new SyncStatus(_metrics, _outage, time, waiting);
        Cursor = new ChangeCursor(_cache, Watchers);
        var reader = new ChangeLogReader(_readers, Database.Registry);
        Feed = new ChangeFeed(engine, reader, Cursor, _cache, _preloader, _status, tracing, options, time, waiting, NullLogger<ChangeFeed>.Instance);
        var rules = new WriteRules(new BackgroundRules("/"), Database.Registry, time);
        var access = new AccessGuard(_metrics, NullLogger<AccessGuard>.Instance);
        var writer = new BatchWriter(
            engine, _readers, engine, administration, Database.Registry, rules, waiting, Cursor, health, _metrics, tracing, NullLogger<BatchWriter>.Instance);
        Queue = new WriteQueue(writer, guard, health, options, NullLogger<WriteQueue>.Instance);
        _observed = new ObservedMetrics(_metrics, _cache, Queue, Cursor, _status, new DepartureFigures());
        Loops = new BackgroundLoops([this], NullLogger<BackgroundLoops>.Instance);
        var contexts = new Lazy<IDbContextFactory<GuildConfigDbContext>>(() => throw new NotSupportedException());
        var migrator = new SchemaMigrator(
            contexts, engine, administration, engine, new MigrationHistory(_readers), tracing, options, NullLogger<SchemaMigrator>.Instance);
        Startup = new GuildConfigStartup(
            migrator, engine, administration, Repository, _preloader, Feed, new WriteProbe(Queue, NullLogger<WriteProbe>.Instance), Loops, _observed, options, waiting, NullLogger<GuildConfigStartup>.Instance);
        Host = new GuildConfigHostedService(Startup, Loops, Queue);
        Streams = new ChangeStreams(Watchers, reader, Cursor, Startup, time, waiting);
        var failures = new LoadFailureTracker(Repository, _outage, waiting, NullLogger<LoadFailureTracker>.Instance);
        var loader = new SnapshotLoader(_cache, Repository, tracing, failures, time);
        var inner = new GuildConfigService(Repository, Queue, new GuildWrites(Queue, access), new UnitOfWorkRunner(access, rules));
        Service = new CachingGuildConfigService(inner, _cache, loader, new Revalidation(loader, _cache, failures, waiting), Startup, guard);
    }

    public ExploredDatabase Database { get; } = new();

    public ExploredRepository Repository { get; }

    public ChangeWatchers Watchers { get; } = new();

    public ChangeCursor Cursor { get; }

    public ChangeFeed Feed { get; }

    public ChangeStreams Streams { get; }

    public WriteQueue Queue { get; }

    public BackgroundLoops Loops { get; }

    public GuildConfigStartup Startup { get; }

    public GuildConfigHostedService Host { get; }

    public IGuildConfigService Service { get; }

    /// <summary>Gets how many feed loops are running.</summary>
    public int Running { get; private set; }

    /// <summary>Watches changes from now on, up to a revision, and checks that each comes once and in order.</summary>
    public Task WatchAsync(long last) => WatchAsync(Streams.WatchAsync(CancellationToken.None), after: null, last);

    /// <summary>Watches from the beginning of the log up to a revision.</summary>
    public Task ResumeAsync(long last) => WatchAsync(Streams.WatchAsync(0, CancellationToken.None), after: 0, last);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Running++;
        try
        {
            await Feed.RunAsync(cancellationToken);
        }
        finally
        {
            Running--;
        }
    }

    /// <summary>Shuts down as a host does: disposes the services in reverse order of their creation.</summary>
    public async Task EndAsync()
    {
        await Startup.DisposeAsync();
        await Loops.DisposeAsync();
        _observed.Dispose();
        await Queue.DisposeAsync();
        Watchers.Dispose();
        await _readers.DisposeAsync();
        Specification.Assert(Running == 0, "A loop is still running after the end.");
        Specification.Assert(Database.Open == 0, "{0} connections are open at the end.", Database.Open);
    }

    public void Dispose()
    {
        _preloader.Dispose();
        _cache.Dispose();
        _outage.Dispose();
        _metrics.Dispose();
    }

    private static async Task WatchAsync(IAsyncEnumerable<GuildConfigChange> changes, long? after, long last)
    {
        var position = after;
        await foreach (var change in changes)
        {
            Specification.Assert(position is null || change.Revision == position + 1, "Change {0} was reported after {1}.", change.Revision, position);
            position = change.Revision;
            if (position == last)
            {
                return;
            }
        }

        Specification.Assert(false, "The stream ended after {0}.", position);
    }
}

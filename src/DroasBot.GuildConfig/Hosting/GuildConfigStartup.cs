using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Hosting;

/// <summary>Migrates, preloads and starts the background loops, once for all callers. A failed or cancelled start is tried again by the next caller.</summary>
internal sealed class GuildConfigStartup(
    SchemaMigrator migrator,
    IGuildConfigDatabase database,
    CachePreloader preloader,
    ChangeFeed feed,
    BackgroundLoops loops,
    ObservedMetrics metrics,
    IOptions<GuildConfigOptions> options,
    ILogger<GuildConfigStartup> logger) : IStartupGate, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile bool _isStarted;

    public ValueTask EnsureStartedAsync(CancellationToken cancellationToken)
        => _isStarted ? ValueTask.CompletedTask : new ValueTask(StartAsync(progress: null, cancellationToken));

    public async Task StartAsync(IProgress<GuildConfigPreloadProgress>? progress, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted)
            {
                return;
            }

            await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
            if (database.GetEngineVersion() is { KnownDefect: { } defect } engine)
            {
                logger.EngineHasDefect(engine.Engine, engine.Version, defect);
            }

            await feed.BeginAsync(cancellationToken).ConfigureAwait(false);
            if (options.Value.PreloadOnStartup)
            {
                await preloader.LoadAllAsync(progress, cancellationToken).ConfigureAwait(false);
            }

            loops.Start();
            metrics.Publish();
            _isStarted = true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads all guilds of this process's shards in one streaming scan, within the byte budget. One scan runs at a time: callers that arrive meanwhile share the next. Thread-safe.</summary>
/// <remarks>A scan belongs to no caller: callers may leave, the scan continues, and it runs in no caller's context.</remarks>
internal sealed class CachePreloader(GuildConfigCache cache, IGuildConfigRepository repository, Tracing tracing, ILogger<CachePreloader> logger) : IDisposable
{
    private const int ReportEvery = 1000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Scan? _running;
    private Scan? _next;

    /// <summary>Loads all guilds.</summary>
    /// <returns>How many guilds were loaded.</returns>
    public Task<long> LoadAllAsync(IProgress<GuildConfigPreloadProgress>? progress, CancellationToken cancellationToken) => RunAsync(progress, addsGuilds: true, cancellationToken);

    /// <summary>Loads all guilds that are cached.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RunAsync(progress: null, addsGuilds: false, cancellationToken);

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private async Task<long> RunAsync(IProgress<GuildConfigPreloadProgress>? progress, bool addsGuilds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var scan = Join(addsGuilds, progress, out var joined);
        using var watching = joined;
        try
        {
            return await scan.Loaded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            throw failure.Copy();
        }
    }

    /// <summary>Registers the progress under the lock: a short scan may be over before its caller continues.</summary>
    private Scan Join(bool addsGuilds, IProgress<GuildConfigPreloadProgress>? progress, out IDisposable? watching)
    {
        lock (_gate)
        {
            // A running scan may have read rows before the call.
            var scan = _next ??= new Scan();
            scan.AddsGuilds |= addsGuilds;
            watching = scan.Progress.Add(progress);
            if (_running is null)
            {
                StartNext();
            }

            return scan;
        }
    }

    private void StartNext()
    {
        (_running, _next) = (_next, null);
        if (_running is { } scan)
        {
            UnflowedContext.Run(() => _ = Task.Run(() => CompleteAsync(scan)));
        }
    }

    /// <summary>Never throws.</summary>
    private async Task CompleteAsync(Scan scan)
    {
        try
        {
            using var operation = tracing.BeginPreload();
            var loaded = await operation.RunAsync(() => FillAsync(scan, _disposed.Token)).ConfigureAwait(false);
            operation.Tag("guilds", loaded);
            scan.Loaded.SetResult(loaded);
        }
        catch (Exception failure)
        {
            scan.Loaded.SetException(failure);
            _ = scan.Loaded.Task.Exception;
        }
        finally
        {
            lock (_gate)
            {
                StartNext();
            }
        }
    }

    private async Task<long> FillAsync(Scan scan, CancellationToken cancellationToken)
    {
        // Read before the scan: the scan sees at least everything committed up to here.
        var revision = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        var total = await repository.CountOwnAsync(cancellationToken).ConfigureAwait(false);
        var load = cache.BeginFullLoad(total, scan.AddsGuilds);
        var loaded = 0L;
        scan.Progress.Report(new GuildConfigPreloadProgress(loaded, total));
        var unreadable = await repository.ScanAsync(Visit, cancellationToken).ConfigureAwait(false);
        if (unreadable.First is { } damage)
        {
            logger.GuildsUnreadable(damage, unreadable.Count);
        }

        cache.EndFullLoad();
        cache.Revision = revision;
        scan.Progress.Report(new GuildConfigPreloadProgress(loaded, total));
        if (scan.AddsGuilds)
        {
            logger.Preloaded(loaded, total, cache.Bytes);
        }

        return loaded;

        bool Visit(LoadedGuild guild)
        {
            var outcome = cache.Fill(load, guild);
            if (outcome == FillOutcome.Cached && ++loaded % ReportEvery == 0)
            {
                scan.Progress.Report(new GuildConfigPreloadProgress(loaded, total));
            }

            return outcome != FillOutcome.NoRoom || load.IsRefresh;
        }
    }

    /// <summary>One scan, for all who wait for it.</summary>
    private sealed class Scan
    {
        public SharedProgress Progress { get; } = new();

        public TaskCompletionSource<long> Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool AddsGuilds { get; set; }
    }
}

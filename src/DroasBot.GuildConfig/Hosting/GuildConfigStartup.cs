using System.Globalization;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Hosting;

/// <summary>Migrates, preloads and starts the background loops, once for all callers. After a failed start, the next caller tries again.</summary>
/// <remarks>
/// One start is shared by all callers, and belongs to none of them: callers may leave, the start continues. It runs in no caller's context,
/// under the library's own token, which disposal cancels.
/// </remarks>
internal sealed class GuildConfigStartup(
    SchemaMigrator migrator,
    IDatabaseConnections connections,
    IDatabaseAdministration administration,
    IGuildConfigRepository repository,
    CachePreloader preloader,
    ChangeFeed feed,
    WriteProbe writeProbe,
    BackgroundLoops loops,
    ObservedMetrics metrics,
    IOptions<GuildConfigOptions> options,
    WaitingTime waiting,
    ILogger<GuildConfigStartup> logger) : IStartupGate, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly SharedProgress _progress = new();
    private Task? _start;
    private volatile bool _isStarted;
    private bool _isDisposed;

    public ValueTask EnsureStartedAsync(CancellationToken cancellationToken)
        => _isStarted && !Volatile.Read(ref _isDisposed) ? ValueTask.CompletedTask : new ValueTask(StartAsync(progress: null, cancellationToken));

    public async Task StartAsync(IProgress<GuildConfigPreloadProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var watching = _progress.Add(progress);
        var start = Join();
        try
        {
            await start.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Disposed();
        }
        catch (GuildConfigStoreException failure)
        {
            // Others wait for the same start; an exception object thrown by several callers would mix up their stack traces.
            throw failure.Copy();
        }
    }

    /// <summary>Cancels the start, and fails all waiting callers.</summary>
    public async ValueTask DisposeAsync()
    {
        // Registered under two types, so it is disposed twice.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _disposed.CancelAsync().ConfigureAwait(false);
        Task? start;
        lock (_gate)
        {
            start = _start;
        }

        if (start is not null)
        {
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _disposed.Dispose();
    }

    /// <summary>For hosts that dispose their services synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static ObjectDisposedException Disposed()
        => new(nameof(IGuildConfigService), "The services of the host have been disposed. Nothing was read or changed.");

    private Task Join()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _isDisposed))
            {
                throw Disposed();
            }

            if (_start is null or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                var token = _disposed.Token;
                _start = UnflowedContext.Start(() => Task.Run(() => StartAsync(token), CancellationToken.None));
            }

            return _start;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            feed.Abandon();
            throw;
        }

        loops.Start();
        metrics.Publish();
        writeProbe.Start();
        _isStarted = true;
    }

    /// <summary>The part of the start that may fail.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (administration.EngineVersion is { KnownDefect: { } defect } engine)
        {
            logger.EngineHasDefect(engine.Engine, engine.Version, defect);
        }

        await feed.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (options.Value.PreloadOnStartup)
        {
            await preloader.LoadAllAsync(_progress, cancellationToken).ConfigureAwait(false);
        }

        var guilds = await repository.CountAsync(cancellationToken).ConfigureAwait(false);
        var revision = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        logger.Started(connections.Name, revision, guilds);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Retries while a server is not up yet, or a file is locked.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var (started, timeout) = (waiting.GetTimestamp(), options.Value.StartupTimeout);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (GuildConfigStoreException notYet) when (notYet.IsTransient && timeout > TimeSpan.Zero)
            {
                if (waiting.GetElapsedTime(started) >= timeout)
                {
                    throw new GuildConfigStoreException(
                        string.Create(CultureInfo.InvariantCulture, $"The start waited for the database for {timeout.TotalSeconds} s (StartupTimeout). {notYet.Message}"), isTransient: true, notYet.InnerException);
                }

                if (attempt == 1)
                {
                    logger.StartWaits(notYet, timeout.TotalSeconds);
                }

                await Backoff.WaitAsync(attempt).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

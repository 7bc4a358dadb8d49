using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Follows the changes of other processes: waits for a signal or for the sync interval, and reads the change log after the cursor.</summary>
internal sealed class ChangeFeed(
    IDatabaseConnections connections,
    ChangeLogReader reader,
    ChangeCursor cursor,
    GuildConfigCache cache,
    CachePreloader preloader,
    SyncStatus status,
    Tracing tracing,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    WaitingTime waiting,
    ILogger<ChangeFeed> logger) : IBackgroundLoop
{
    /// <summary>Signals that arrive faster are handled together.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _firstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task _refreshing = Task.CompletedTask;
    private bool _refreshAgain;

    /// <summary>Gets a task that completes when the cache is no longer being reloaded.</summary>
    public Task Refreshing
    {
        get
        {
            lock (_gate)
            {
                return _refreshing;
            }
        }
    }

    /// <summary>Records the position of the log before the cache is loaded; later changes are read from there.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        cursor.Reset((await reader.ReadPositionAsync(0, cancellationToken).ConfigureAwait(false)).Clock);
        status.Succeeded();
    }

    /// <summary>Drops the guilds that a failed start has loaded: nothing updates them, and a read that found one would not begin the next start.</summary>
    public void Abandon() => cache.Clear();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var signal = new ReconnectingChangeSignal(() => connections.CreateChangeSignal(logger), waiting, logger);
        await using (signal.ConfigureAwait(false))
        {
            try
            {
                await FollowAsync(signal, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await Refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(ReconnectingChangeSignal signal, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var started = waiting.GetTimestamp();
            try
            {
                await CatchUpAsync(cancellationToken).ConfigureAwait(false);
                status.Succeeded();
                failures = 0;
                await waiting.DelayAsync(_shortestPause, cancellationToken).ConfigureAwait(false);

                // Measured from poll to poll, so that the time to catch up is not added.
                var left = options.Value.SyncInterval - waiting.GetElapsedTime(started);
                await signal.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                status.Failed(failure);
                signal.CloseGone();
                await waiting.DelayAsync(PauseAfter(failures++), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>No longer than the sync interval, so that its promise holds again as soon as the database can be read.</summary>
    private TimeSpan PauseAfter(int failures)
        => Backoff.Of(_firstBackoff, options.Value.SyncInterval < _longestBackoff ? options.Value.SyncInterval : _longestBackoff, failures);

    /// <summary>Processes everything that the log has after the cursor.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // In this order: the cursor is never ahead of a clock read after it, and a page read after that contains everything that the clock counts,
            // unless it was pruned.
            var known = cursor.Known;
            var position = cursor.Cursor;
            var log = await reader.ReadPositionAsync(known.Revision, cancellationToken).ConfigureAwait(false);
            var isAnother = log.Clock.Epoch != known.Epoch || log.Clock.Revision < position || HasAnotherPast(known, log);
            if (log.Clock.Revision == position && !isAnother)
            {
                return;
            }

            using var operation = tracing.BeginSync();
            if (await operation.RunAsync(() => TakeAsync(position, log.Clock, isAnother, cancellationToken)).ConfigureAwait(false) is { } taken)
            {
                operation.Tag("changes", taken);
            }
        }
    }

    /// <summary>Whether the log has a different commit at the revision that this node knows. If it was pruned, the log cannot tell.</summary>
    private static bool HasAnotherPast(Clock known, LogPosition log)
        => log.Clock.Revision == known.Revision ? log.Clock.Mark != known.Mark : log.HasRevision && log.Mark != known.Mark;

    /// <returns>The number of changes; <see langword="null"/> if the log did not lead on.</returns>
    private async Task<long?> TakeAsync(long position, Clock clock, bool isAnother, CancellationToken cancellationToken)
    {
        if (isAnother || (!await TryTakePageAsync(position, cancellationToken).ConfigureAwait(false) && cursor.Cursor < clock.Revision))
        {
            StartOver(clock, isAnother, cancellationToken);
            return null;
        }

        return cursor.Cursor - position;
    }

    /// <returns>Whether the cursor has advanced; if not, the log has a gap there.</returns>
    private async Task<bool> TryTakePageAsync(long position, CancellationToken cancellationToken)
    {
        var page = await reader.ReadAfterAsync(position, cancellationToken).ConfigureAwait(false);
        var taken = false;
        foreach (var (change, mark) in page ?? [])
        {
            if (change.Kind == GuildConfigChangeKind.Refreshed && change.Revision == cursor.Cursor + 1)
            {
                cursor.Hold();
                Refresh(cancellationToken);
            }

            switch (cursor.Take(change, mark))
            {
                case ChangeOrder.AfterGap:
                    return taken;
                case ChangeOrder.Next:
                    status.Took(change);
                    break;
                default:
                    break;
            }

            taken = true;
        }

        return taken;
    }

    /// <summary>Starts over, because the log does not lead from this node's state to that of the database.</summary>
    /// <param name="clock">The clock of the database.</param>
    /// <param name="isAnother">Whether it has a different past, so that the cache is meaningless; otherwise it is only old.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    private void StartOver(Clock clock, bool isAnother, CancellationToken cancellationToken)
    {
        logger.StartingOver(cursor.Cursor, clock.Revision, clock.Epoch != cursor.Known.Epoch);
        if (isAnother)
        {
            cache.Clear();
        }

        cursor.Jump(clock, GuildConfigChange.Refreshed(clock.Revision, timeProvider.GetUtcNow(), replacesPast: isAnother));
        Refresh(cancellationToken);
    }

    /// <summary>Reloads the cache without blocking the feed, then releases the watchers. Cached guilds are served meanwhile.</summary>
    private void Refresh(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _refreshAgain = true;
            if (_refreshing.IsCompleted)
            {
                _refreshing = Task.Run(() => RefreshAsync(cancellationToken), cancellationToken);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        for (var (failures, hold) = (0, 0L); ;)
        {
            lock (_gate)
            {
                if (!_refreshAgain)
                {
                    cursor.Release(hold);
                    _refreshing = Task.CompletedTask;
                    return;
                }

                _refreshAgain = false;
                hold = cursor.LastHold;
            }

            try
            {
                await (options.Value.PreloadOnStartup ? preloader.LoadAllAsync(progress: null, cancellationToken) : preloader.RefreshAsync(cancellationToken)).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (failures == 0)
                {
                    logger.RefreshFailed(failure);
                }

                lock (_gate)
                {
                    _refreshAgain = true;
                }

                await waiting.DelayAsync(PauseAfter(failures++), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

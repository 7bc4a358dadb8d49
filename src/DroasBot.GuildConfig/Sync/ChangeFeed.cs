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
    /// <summary>Signals that come faster are answered together.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _firstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(5);

    private bool _isStartingOver;

    /// <summary>Remembers where the log stands before the cache is loaded; later changes are read from there.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        cursor.Reset((await reader.ReadPositionAsync(0, cancellationToken).ConfigureAwait(false)).Clock);
        status.Succeeded();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var signal = new ReconnectingChangeSignal(() => connections.CreateChangeSignal(logger), waiting, logger);
        await using (signal.ConfigureAwait(false))
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

                    // From look to look, so that the time it takes to catch up does not come on top.
                    var left = options.Value.SyncInterval - waiting.GetElapsedTime(started);
                    await signal.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    status.Failed(failure);
                    await waiting.DelayAsync(PauseAfter(failures++), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>No longer than the sync interval: what that promises holds again as soon as the database can be read.</summary>
    private TimeSpan PauseAfter(int failures)
        => Backoff.Of(_firstBackoff, options.Value.SyncInterval < _longestBackoff ? options.Value.SyncInterval : _longestBackoff, failures);

    /// <summary>Takes everything that the log has after the cursor.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // In this order: the cursor is never ahead of a clock read after it, and what the clock counts is in a page read after that,
            // unless it was pruned.
            var known = cursor.Known;
            var position = cursor.Cursor;
            var log = await reader.ReadPositionAsync(known.Revision, cancellationToken).ConfigureAwait(false);
            var isAnother = _isStartingOver || log.Clock.Epoch != known.Epoch || log.Clock.Revision < position || HasAnotherPast(known, log);
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

    /// <summary>Whether the commit that this node knows is another one in the log. If it was pruned, the log cannot tell.</summary>
    private static bool HasAnotherPast(Clock known, LogPosition log)
        => log.Clock.Revision == known.Revision ? log.Clock.Mark != known.Mark : log.HasRevision && log.Mark != known.Mark;

    /// <returns>How many changes were taken; <see langword="null"/> if the log did not lead on.</returns>
    private async Task<long?> TakeAsync(long position, Clock clock, bool isAnother, CancellationToken cancellationToken)
    {
        if (isAnother || (!await TryTakePageAsync(position, cancellationToken).ConfigureAwait(false) && cursor.Cursor < clock.Revision))
        {
            await StartOverAsync(clock, cancellationToken).ConfigureAwait(false);
            return null;
        }

        return cursor.Cursor - position;
    }

    /// <returns>Whether the cursor has come further; if not, the log has a hole there.</returns>
    private async Task<bool> TryTakePageAsync(long position, CancellationToken cancellationToken)
    {
        var page = await reader.ReadAfterAsync(position, cancellationToken).ConfigureAwait(false);
        var taken = false;
        foreach (var (change, mark) in page ?? [])
        {
            if (change.Kind == GuildConfigChangeKind.Refreshed && change.Revision == cursor.Cursor + 1)
            {
                // Before watchers are told, and before the cursor passes: a failure here comes back to this change.
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>The log does not lead from what this node has to what the database holds now. After a failure it is done once more, from its beginning.</summary>
    private async Task StartOverAsync(Clock clock, CancellationToken cancellationToken)
    {
        if (!_isStartingOver)
        {
            logger.StartingOver(cursor.Cursor, clock.Revision, clock.Epoch != cursor.Known.Epoch);
            _isStartingOver = true;
        }

        cache.Clear();
        cursor.Suspend(clock);
        await ReloadAsync(cancellationToken).ConfigureAwait(false);

        // Only now, so that a watcher who reads immediately finds what it was told of.
        cursor.Resume(new GuildConfigChange(
            clock.Revision, guildId: null, GuildConfigChangeKind.Refreshed, timeProvider.GetUtcNow(), actorId: null, reason: null, before: null, after: null));
        _isStartingOver = false;
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        if (options.Value.PreloadOnStartup)
        {
            await preloader.LoadAllAsync(progress: null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            cache.Clear();
            cache.Revision = cursor.Cursor;
        }
    }
}

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
    IGuildConfigDatabase database,
    ChangeLogReader reader,
    ChangeCursor sequence,
    GuildConfigCache cache,
    CachePreloader preloader,
    SyncStatus status,
    Tracing tracing,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    ILogger<ChangeFeed> logger) : IBackgroundLoop
{
    /// <summary>Signals that come faster are answered together.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _firstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(5);

    private string? _epoch;
    private bool _isStartingOver;
    private bool _isWarm;

    /// <summary>Remembers where the log stands before the cache is loaded; later changes are read from there.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var clock = await reader.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        _epoch = clock.Epoch;
        sequence.Reset(clock.Revision);
        status.Succeeded();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var signal = new ReconnectingChangeSignal(() => database.CreateChangeSignal(logger), timeProvider, logger);
        await using (signal.ConfigureAwait(false))
        {
            for (var failures = 0; ;)
            {
                var started = timeProvider.GetTimestamp();
                try
                {
                    await WarmUpAsync(cancellationToken).ConfigureAwait(false);
                    await CatchUpAsync(cancellationToken).ConfigureAwait(false);
                    status.Succeeded();
                    failures = 0;
                    await Task.Delay(_shortestPause, timeProvider, cancellationToken).ConfigureAwait(false);

                    // From look to look, so that the time it takes to catch up does not come on top.
                    var left = options.Value.SyncInterval - timeProvider.GetElapsedTime(started);
                    await signal.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    status.Failed(failure);
                    await Task.Delay(PauseAfter(failures++), timeProvider, cancellationToken).ConfigureAwait(false);
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
            var cursor = sequence.Cursor;
            var clock = await reader.ReadClockAsync(cancellationToken).ConfigureAwait(false);
            var isAnother = _isStartingOver || clock.Epoch != _epoch || clock.Revision < cursor;
            if (clock.Revision == cursor && !isAnother)
            {
                return;
            }

            using var operation = tracing.BeginSync();
            if (await operation.RunAsync(() => TakeAsync(cursor, clock, isAnother, cancellationToken)).ConfigureAwait(false) is { } taken)
            {
                operation.Tag("changes", taken);
            }
        }
    }

    /// <returns>How many changes were taken; <see langword="null"/> if the log did not lead on.</returns>
    private async Task<long?> TakeAsync(long cursor, Clock clock, bool isAnother, CancellationToken cancellationToken)
    {
        if (isAnother || (!await TryTakePageAsync(cursor, cancellationToken).ConfigureAwait(false) && sequence.Cursor < clock.Revision))
        {
            await StartOverAsync(clock, cancellationToken).ConfigureAwait(false);
            return null;
        }

        return sequence.Cursor - cursor;
    }

    /// <summary>The first read of the log compiles its query, which takes some tenths of a second: here no change waits for it. The last change is read, to be parsed too.</summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        if (!_isWarm)
        {
            await reader.ReadAfterAsync(sequence.Cursor - 1, cancellationToken).ConfigureAwait(false);
            _isWarm = true;
        }
    }

    /// <returns>Whether the cursor has come further; if not, the log has a hole there.</returns>
    private async Task<bool> TryTakePageAsync(long cursor, CancellationToken cancellationToken)
    {
        var page = await reader.ReadAfterAsync(cursor, cancellationToken).ConfigureAwait(false);
        var taken = false;
        foreach (var change in page ?? [])
        {
            if (change.Kind == GuildConfigChangeKind.Refreshed && change.Revision == sequence.Cursor + 1)
            {
                // Before watchers are told, and before the cursor passes: a failure here comes back to this change.
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
            }

            switch (sequence.Take(change))
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
            logger.StartingOver(sequence.Cursor, clock.Revision, clock.Epoch != _epoch);
            _isStartingOver = true;
        }

        cache.Clear();
        sequence.Suspend(clock.Revision);
        await ReloadAsync(cancellationToken).ConfigureAwait(false);

        // Only now, so that a watcher who reads at once finds what it was told of.
        sequence.Resume(new GuildConfigChange(
            clock.Revision, guildId: null, GuildConfigChangeKind.Refreshed, timeProvider.GetUtcNow(), actorId: null, reason: null, before: null, after: null));
        _epoch = clock.Epoch;
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
            cache.Revision = sequence.Cursor;
        }
    }
}

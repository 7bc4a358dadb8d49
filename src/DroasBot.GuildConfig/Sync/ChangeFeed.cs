using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Diagnostics;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Follows the changes of other processes: waits for a signal or for the sync interval, and reads the change log after the cursor.</summary>
internal sealed class ChangeFeed(
    IGuildConfigDatabase database,
    ChangeLogReader reader,
    ChangeSequence sequence,
    ChangeWatchers watchers,
    GuildConfigCache cache,
    CachePreloader preloader,
    SyncStatus status,
    Operations operations,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    ILogger<ChangeFeed> logger) : IBackgroundLoop
{
    /// <summary>Signals that come faster are answered together.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _firstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(5);

    private string? _epoch;
    private bool _isReloadDue;

    /// <summary>Remembers where the log stands before the cache is loaded; later changes are read from there.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var clock = await reader.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        _epoch = clock.Epoch;
        sequence.Reset(clock.Revision);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var signal = database.CreateChangeSignal(logger);
        await using (signal.ConfigureAwait(false))
        {
            for (var failures = 0; ;)
            {
                var started = timeProvider.GetTimestamp();
                try
                {
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
                    await Task.Delay(Backoff(++failures), timeProvider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Takes everything that the log has after the cursor.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_isReloadDue)
        {
            await ReloadAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            // In this order: the cursor is never ahead of a clock read after it, and what the clock counts is in a page read after that,
            // unless it was pruned.
            var cursor = sequence.Cursor;
            var clock = await reader.ReadClockAsync(cancellationToken).ConfigureAwait(false);
            var isAnother = clock.Epoch != _epoch || clock.Revision < cursor;
            if (clock.Revision == cursor && !isAnother)
            {
                return;
            }

            using var operation = operations.BeginSync();
            try
            {
                if (isAnother || (!await TryTakePageAsync(cursor, cancellationToken).ConfigureAwait(false) && sequence.Cursor < clock.Revision))
                {
                    await StartOverAsync(clock, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    operation.Tag("changes", sequence.Cursor - cursor);
                }
            }
            catch (Exception failure)
            {
                operation.Failed(failure);
                throw;
            }
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

    /// <summary>The log does not lead from what this node has to what the database holds now.</summary>
    private async Task StartOverAsync(Clock clock, CancellationToken cancellationToken)
    {
        logger.StartingOver(sequence.Cursor, clock.Revision, clock.Epoch != _epoch);
        cache.Clear();
        _epoch = clock.Epoch;
        sequence.Reset(clock.Revision);
        watchers.Offer(new GuildConfigChange(
            clock.Revision, guildId: null, GuildConfigChangeKind.Refreshed, timeProvider.GetUtcNow(), actorId: null, reason: null, before: null, after: null));
        await ReloadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _isReloadDue = true;
        if (options.Value.PreloadOnStartup)
        {
            await preloader.LoadAllAsync(progress: null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            cache.Clear();
            cache.Revision = sequence.Cursor;
        }

        _isReloadDue = false;
    }

    private static TimeSpan Backoff(int failures)
        => TimeSpan.FromTicks(Math.Min(_longestBackoff.Ticks, _firstBackoff.Ticks << Math.Min(failures - 1, 10)));
}

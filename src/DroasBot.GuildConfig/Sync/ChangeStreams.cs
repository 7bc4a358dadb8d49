using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Streams changes to watchers.</summary>
internal sealed class ChangeStreams(ChangeWatchers watchers, ChangeLogReader reader, ChangeCursor cursor, IStartupGate gate, TimeProvider timeProvider, WaitingTime waiting)
{
    /// <summary>Streams changes from the first step of the enumeration on.</summary>
    public async IAsyncEnumerable<GuildConfigChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = watchers.Add();
        try
        {
            // Without a feed, changes of other processes would not arrive.
            await StartAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var change in watcher.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            watchers.Remove(watcher);
        }
    }

    /// <summary>Streams what the log has after a revision, then new changes.</summary>
    /// <remarks>
    /// The watcher is added before the log is read, so no change is missed in between; and streamed changes are recognized by revision, so none comes twice.
    /// Where the watcher has lost changes, the log still has them.
    /// </remarks>
    public async IAsyncEnumerable<GuildConfigChange> WatchAsync(long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = watchers.Add();
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            var position = afterRevision;
            var log = await ReadAsync(() => reader.ReadPositionAsync(0, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (log.Clock.Revision < position)
            {
                position = log.Clock.Revision;
                yield return Gap(position);
            }

            await foreach (var change in ReplayAsync(position, cursor.Cursor, cancellationToken).ConfigureAwait(false))
            {
                position = change.Revision;
                yield return change;
            }

            await foreach (var passed in watcher.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (passed.ReplacesPast || (passed.Revision == position + 1 && passed.Kind != GuildConfigChangeKind.Refreshed))
                {
                    position = passed.Revision;
                    yield return passed;
                    continue;
                }

                await foreach (var change in ReplayAsync(position, passed.Revision, cancellationToken).ConfigureAwait(false))
                {
                    position = change.Revision;
                    yield return change;
                }
            }
        }
        finally
        {
            watchers.Remove(watcher);
        }
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!watchers.IsDisposed)
        {
            await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a range of the log. At a gap, a change of the kind Refreshed stands for what is missing.</summary>
    private async IAsyncEnumerable<GuildConfigChange> ReplayAsync(long after, long end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = after;
        while (position < end)
        {
            var page = await ReadAsync(() => reader.ReadAfterAsync(position, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (page is not { Count: > 0 })
            {
                // The rest was pruned, or is damaged.
                yield return Gap(end);
                yield break;
            }

            foreach (var (change, _) in page)
            {
                if (change.Revision > position + 1)
                {
                    yield return Gap(Math.Min(change.Revision - 1, end));
                }

                if (change.Revision > end)
                {
                    yield break;
                }

                position = change.Revision;
                yield return change;
            }
        }
    }

    /// <summary>Retries, so that an outage does not end the stream.</summary>
    private async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (GuildConfigStoreException outage) when (outage.IsTransient && !watchers.IsDisposed)
            {
                await waiting.DelayAsync(Backoff.InOutage(failures), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private GuildConfigChange Gap(long revision) => GuildConfigChange.Refreshed(revision, timeProvider.GetUtcNow());
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DroasBot.GuildConfig.Sync;

/// <summary>One watcher's queue of changes. It never makes a writer wait: what does not fit is dropped, and the watcher is notified.</summary>
internal sealed class ChangeWatcher
{
    internal const int Capacity = 1024;

    private readonly Channel<GuildConfigChange> _changes = Channel.CreateBounded<GuildConfigChange>(Capacity);
    private readonly Lock _gate = new();
    private GuildConfigChange? _lastDropped;
    private bool _hasDroppedPast;

    /// <summary>Queues a change; drops it if the queue is full, and every later one until the watcher has been notified.</summary>
    public void Offer(GuildConfigChange change)
    {
        lock (_gate)
        {
            if (_lastDropped is not null || !_changes.Writer.TryWrite(change))
            {
                _lastDropped = change;
                _hasDroppedPast |= change.ReplacesPast;
            }
        }
    }

    public void Complete() => _changes.Writer.TryComplete();

    public async IAsyncEnumerable<GuildConfigChange> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_changes.Reader.TryRead(out var change))
            {
                yield return change;
            }

            if (TakeLoss() is { } loss)
            {
                yield return loss;
            }
        }
    }

    /// <summary>Once the queue is empty: returns the notice that changes were dropped, up to a revision.</summary>
    private GuildConfigChange? TakeLoss()
    {
        lock (_gate)
        {
            if (_lastDropped is not { } dropped || _changes.Reader.Count > 0)
            {
                return null;
            }

            var loss = GuildConfigChange.Refreshed(dropped.Revision, dropped.ChangedAt, _hasDroppedPast);
            (_lastDropped, _hasDroppedPast) = (null, false);
            return loss;
        }
    }
}

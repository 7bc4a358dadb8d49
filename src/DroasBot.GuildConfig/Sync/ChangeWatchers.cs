using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Everybody in this process who watches changes.</summary>
internal sealed class ChangeWatchers : IDisposable
{
    private ImmutableArray<ChangeWatcher> _watchers = [];
    private volatile bool _isDisposed;

    public int Count => _watchers.Length;

    public void Offer(GuildConfigChange change)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Offer(change);
        }
    }

    /// <summary>Watches from the first step of the enumeration to its end.</summary>
    /// <param name="start">Makes sure that there is a feed, without which nothing of other processes would come; called once watching has begun.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<GuildConfigChange> WatchAsync(Func<CancellationToken, ValueTask> start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = new ChangeWatcher();
        ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Add(one), watcher);
        if (_isDisposed)
        {
            watcher.Complete();
        }

        try
        {
            if (!_isDisposed)
            {
                await start(cancellationToken).ConfigureAwait(false);
            }

            await foreach (var change in watcher.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Remove(one), watcher);
        }
    }

    /// <summary>Ends every watch, those that begin later included: there will be no change.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var watcher in _watchers)
        {
            watcher.Complete();
        }
    }
}

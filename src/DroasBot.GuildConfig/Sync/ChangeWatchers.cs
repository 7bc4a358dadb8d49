using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Sync;

/// <summary>All watchers of changes in this process.</summary>
internal sealed class ChangeWatchers : IDisposable
{
    private ImmutableArray<ChangeWatcher> _watchers = [];
    private volatile bool _isDisposed;

    /// <summary>Whether there will be no more changes.</summary>
    public bool IsDisposed => _isDisposed;

    public int Count => _watchers.Length;

    public void Offer(GuildConfigChange change)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Offer(change);
        }
    }

    /// <summary>Adds a watcher for all later changes.</summary>
    public ChangeWatcher Add()
    {
        var watcher = new ChangeWatcher();
        ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Add(one), watcher);
        if (_isDisposed)
        {
            watcher.Complete();
        }

        return watcher;
    }

    public void Remove(ChangeWatcher watcher) => ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Remove(one), watcher);

    /// <summary>Ends every watch, including later ones: there will be no more changes.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var watcher in _watchers)
        {
            watcher.Complete();
        }
    }
}

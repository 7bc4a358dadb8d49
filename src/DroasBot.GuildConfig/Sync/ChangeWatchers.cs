using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Everybody in this process who watches changes.</summary>
internal sealed class ChangeWatchers : IDisposable
{
    private ImmutableArray<ChangeWatcher> _watchers = [];
    private volatile bool _isDisposed;

    /// <summary>Gets whether there will be no more changes.</summary>
    public bool IsDisposed => _isDisposed;

    public int Count => _watchers.Length;

    public void Offer(GuildConfigChange change)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Offer(change);
        }
    }

    /// <summary>Lets a watcher be told of what passes from now on.</summary>
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

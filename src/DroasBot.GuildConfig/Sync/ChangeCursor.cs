using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>The cursor of this node over the change log: each change passes it once, in the order of revisions.</summary>
/// <remarks>
/// A change of this process that follows the cursor passes at once. One that does not, because another process has committed in between, is left
/// to the feed, which reads both from the log: watchers get them in order. The cache takes every change at once; it needs no order between guilds.
/// </remarks>
internal sealed class ChangeCursor(GuildConfigCache cache, ChangeWatchers watchers) : IChangeObserver
{
    private readonly Lock _gate = new();
    private bool _isSet;
    private long _cursor;

    /// <summary>Gets the revision of the last change that has passed.</summary>
    public long Cursor
    {
        get
        {
            lock (_gate)
            {
                return _cursor;
            }
        }
    }

    /// <summary>A database behind the cursor is an older copy of the one that was loaded: what is cached would hide what is now written.</summary>
    /// <remarks>The cursor stays, so that the feed finds out too, and loads again.</remarks>
    public void OnBegan(long revision)
    {
        if (revision < Cursor)
        {
            cache.Clear();
        }
    }

    public void OnCommitted(GuildConfigChange change)
    {
        // First, so that a watcher who reads at once finds what it was told of.
        cache.Publish(change);
        lock (_gate)
        {
            if (_isSet && change.Revision == _cursor + 1)
            {
                Pass(change);
            }
        }
    }

    /// <summary>Takes a change that was read from the log.</summary>
    /// <returns>What it is to this node: already known, the next one, or one that comes after a hole.</returns>
    public ChangeOrder Take(GuildConfigChange change)
    {
        lock (_gate)
        {
            if (change.Revision <= _cursor)
            {
                return ChangeOrder.Known;
            }

            if (change.Revision != _cursor + 1)
            {
                return ChangeOrder.AfterGap;
            }

            cache.Publish(change);
            Pass(change);
            return ChangeOrder.Next;
        }
    }

    /// <summary>Continues after a revision. The cache is empty, or has been loaded up to it.</summary>
    public void Reset(long cursor)
    {
        cache.Revision = cursor;
        lock (_gate)
        {
            _cursor = cursor;
            _isSet = true;
        }
    }

    /// <summary>Continues after a revision, while the cache is still to be loaded: until <see cref="Resume"/>, changes of this process reach it and pass later, from the log.</summary>
    public void Suspend(long cursor)
    {
        lock (_gate)
        {
            _cursor = cursor;
            _isSet = false;
        }
    }

    /// <summary>Tells watchers that the cache has been loaded anew, before any change after the cursor passes.</summary>
    public void Resume(GuildConfigChange refreshed)
    {
        lock (_gate)
        {
            watchers.Offer(refreshed);
            _isSet = true;
        }
    }

    private void Pass(GuildConfigChange change)
    {
        _cursor = change.Revision;
        watchers.Offer(change);
    }
}

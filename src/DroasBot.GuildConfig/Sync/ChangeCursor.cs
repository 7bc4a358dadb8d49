using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>The cursor of this node over the change log: each change passes it once, in the order of revisions.</summary>
/// <remarks>
/// A change of this process that follows the cursor passes immediately. One that does not, because another process has committed in between, is left
/// to the feed, which reads both from the log: watchers get them in order. The cache takes every change of this process immediately; it needs no order between guilds.
/// <para>
/// The mark of the last commit that has passed tells whether the database still has the past that this node knows: a standby that was promoted, or a
/// copy that was put back, may have given the same revisions to other changes.
/// </para>
/// </remarks>
internal sealed class ChangeCursor(GuildConfigCache cache, ChangeWatchers watchers) : ICommitObserver
{
    private readonly Lock _gate = new();
    private List<GuildConfigChange>? _held;
    private long _holds;
    private bool _isSet;
    private long _cursor;
    private Clock _known = new(0, string.Empty, string.Empty);

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

    /// <summary>Gets where the database stood after the last commit that has passed whole.</summary>
    public Clock Known
    {
        get
        {
            lock (_gate)
            {
                return _known;
            }
        }
    }

    /// <summary>Gets the number of the last hold: a load of the cache that begins now is one for that, and for all before it.</summary>
    public long LastHold
    {
        get
        {
            lock (_gate)
            {
                return _holds;
            }
        }
    }

    /// <summary>A database with another past than the one that was loaded: what is cached would hide what is now written.</summary>
    /// <remarks>The cursor stays, so that the feed finds out too, and loads again.</remarks>
    public void OnBegan(Clock clock)
    {
        bool isAnother;
        lock (_gate)
        {
            isAnother = _isSet && (clock.Epoch != _known.Epoch || clock.Revision < _cursor || (clock.Revision == _known.Revision && clock.Mark != _known.Mark));
        }

        if (isAnother)
        {
            cache.Clear();
        }
    }

    public void OnCommitted(IReadOnlyList<GuildConfigChange> changes, string mark)
    {
        // First, so that a watcher who reads immediately finds what it was told of.
        foreach (var change in changes)
        {
            cache.Publish(change);
        }

        lock (_gate)
        {
            if (_isSet && changes[0].Revision == _cursor + 1)
            {
                foreach (var change in changes)
                {
                    Pass(change, mark: null);
                }

                _known = _known with { Revision = _cursor, Mark = mark };
            }
        }
    }

    /// <summary>Takes a change that was read from the log.</summary>
    /// <param name="change">The change.</param>
    /// <param name="mark">The mark of the commit that it ended; <see langword="null"/> if it ended none.</param>
    /// <returns>What it is to this node: already known, the next one, or one that comes after a hole.</returns>
    public ChangeOrder Take(GuildConfigChange change, string? mark)
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

            cache.PublishForeign(change);
            Pass(change, mark);
            return ChangeOrder.Next;
        }
    }

    /// <summary>Continues after a clock. The cache is empty, or has been loaded up to it.</summary>
    public void Reset(Clock clock)
    {
        cache.Revision = clock.Revision;
        lock (_gate)
        {
            (_cursor, _known, _isSet) = (clock.Revision, clock, true);
        }
    }

    /// <summary>Continues after a clock to which the log did not lead. Watchers are told of that first, when they are released.</summary>
    public void Jump(Clock clock, GuildConfigChange refreshed)
    {
        cache.Revision = clock.Revision;
        lock (_gate)
        {
            (_cursor, _known) = (clock.Revision, clock);
            HoldOnce();
            Keep(_held, refreshed);
        }
    }

    /// <summary>Keeps what passes from the watchers, while the cache is being loaded again: who reads immediately must find what they are told of.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            HoldOnce();
        }
    }

    /// <summary>Tells the watchers what has passed since <see cref="Hold"/>.</summary>
    /// <param name="hold">What <see cref="LastHold"/> was when the load began. One that began before the last hold has not loaded what that is for: another one follows, and releases.</param>
    public void Release(long hold)
    {
        lock (_gate)
        {
            if (hold != _holds)
            {
                return;
            }

            foreach (var change in _held ?? [])
            {
                watchers.Offer(change);
            }

            _held = null;
        }
    }

    /// <summary>No more than a watcher's queue could take: the rest becomes one change that stands for all.</summary>
    private static void Keep(List<GuildConfigChange> held, GuildConfigChange change)
    {
        if (held.Count < ChangeWatcher.Capacity)
        {
            held.Add(change);
        }
        else
        {
            held[^1] = GuildConfigChange.Refreshed(change.Revision, change.ChangedAt, change.ReplacesPast || held[^1].ReplacesPast);
        }
    }

    [MemberNotNull(nameof(_held))]
    private void HoldOnce()
    {
        _held ??= [];
        _holds++;
    }

    private void Pass(GuildConfigChange change, string? mark)
    {
        _cursor = change.Revision;
        _known = mark is null ? _known : _known with { Revision = change.Revision, Mark = mark };
        if (_held is { } held)
        {
            Keep(held, change);
        }
        else
        {
            watchers.Offer(change);
        }
    }
}

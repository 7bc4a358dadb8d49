using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>The cursor of this node over the change log: each change passes it once, in order of revision.</summary>
/// <remarks>
/// A change of this process that follows the cursor passes immediately. If another process has committed in between, the change is left
/// to the feed, which reads both from the log, so that watchers get them in order. The cache takes every change of this process immediately; it needs no order between guilds.
/// <para>
/// The mark of the last passed commit shows whether the database still has the past that this node knows: a promoted standby, or a
/// restored copy, may have given the same revisions to other changes.
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

    /// <summary>Gets the clock after the last commit that has passed completely.</summary>
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

    /// <summary>Gets the number of the latest hold: a load that begins now serves it and all holds before it.</summary>
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

    /// <summary>Clears the cache if the database has a different past than was loaded: cached guilds would hide what is now written.</summary>
    /// <remarks>The cursor stays, so that the feed finds out too, and reloads.</remarks>
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
        // First, so that a watcher that reads immediately finds what it was notified of.
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
    /// <param name="mark">The mark of the commit, if this is its last change; otherwise <see langword="null"/>.</param>
    /// <returns>Whether it is already known, the next one, or after a gap.</returns>
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

    /// <summary>Continues after a clock. The cache is empty, or loaded up to it.</summary>
    public void Reset(Clock clock)
    {
        cache.Revision = clock.Revision;
        lock (_gate)
        {
            (_cursor, _known, _isSet) = (clock.Revision, clock, true);
        }
    }

    /// <summary>Continues after a clock that the log did not lead to. Watchers are notified of that first, when they are released.</summary>
    public void Jump(Clock clock, GuildConfigChange refreshed)
    {
        cache.Revision = clock.Revision;
        lock (_gate)
        {
            (_cursor, _known) = (clock.Revision, clock);
            BeginHold();
            Keep(_held, refreshed);
        }
    }

    /// <summary>Holds passing changes back from the watchers while the cache is being reloaded: a watcher that reads immediately must find what it was notified of.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            BeginHold();
        }
    }

    /// <summary>Delivers to the watchers what has passed since <see cref="Hold"/>.</summary>
    /// <param name="hold">The value of <see cref="LastHold"/> when the load began. A load that began before the latest hold delivers nothing: another load follows, and releases.</param>
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

    /// <summary>Holds no more than a watcher's queue could take: the rest becomes one change that stands for all.</summary>
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
    private void BeginHold()
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

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The cached guilds, and the guard against stale fills. Thread-safe; reads take no lock.</summary>
internal sealed class GuildConfigCache : IDisposable
{
    private const long StaleMilliseconds = 1000;

    private readonly CacheCounters _counters = new();
    private readonly Watermark _revision = new();
    private readonly CoarseClock _clock;
    private readonly EntryTable _table;
    private readonly ConcurrentDictionary<ulong, CachedGuild> _index;
    private int _load;

    public GuildConfigCache(IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
    {
        var cache = options.Value.Cache;
        _clock = new CoarseClock(timeProvider, cache.TimeToLive / 10);
        _table = new EntryTable(cache, _clock, _counters);
        _index = _table.Index;
    }

    public CacheCounters Counters => _counters;

    /// <summary>Gets how many guilds are cached, known-absent ones included.</summary>
    public long Count => _index.Count;

    public long Bytes => _table.Bytes;

    public long MaxBytes => _table.MaxBytes;

    /// <summary>Gets or sets the newest change that the cache is known to contain; it never goes back.</summary>
    public long Revision
    {
        get => _revision.Value;
        set => _revision.Raise(value);
    }

    public GuildConfigCacheStatistics GetStatistics()
        => new(
            Count,
            Bytes,
            _counters.Hits.Sum,
            _counters.Misses.Sum + _counters.Failures,
            _counters.StaleHits.Sum,
            _counters.Evictions(EvictionReason.Capacity) + _counters.Evictions(EvictionReason.Expired),
            Revision);

    /// <summary>Gets a guild whose time-to-live has not ended.</summary>
    public bool TryGet(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        if (_index.TryGetValue(guildId, out var cached) && _clock.Now is var now && now < cached.ExpiresAt)
        {
            if (_table.IsFilling)
            {
                cached.Entry.Use(now);
            }

            _counters.Hits.Increment();
            snapshot = cached.Snapshot;
            return true;
        }

        snapshot = null;
        return false;
    }

    /// <summary>Gets a guild whose time-to-live has not ended.</summary>
    /// <param name="guildId">The guild.</param>
    /// <param name="found">Called with the guild if it is cached, at an instant at which readers find this very value.</param>
    /// <param name="snapshot">What is cached.</param>
    public bool TryGet(ulong guildId, Action<ulong> found, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        lock (_table.StripeOf(guildId).Lock)
        {
            if (TryGet(guildId, out snapshot))
            {
                found(guildId);
            }

            return snapshot is not null;
        }
    }

    /// <summary>Gets an expired guild for which the database has just failed, without asking it again.</summary>
    public bool TryGetStale(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        snapshot = _index.TryGetValue(guildId, out var cached) && _clock.Now < cached.Entry.StaleUntil ? cached.Snapshot : null;
        return snapshot is not null;
    }

    /// <summary>Gets a guild whatever its age, because the database cannot be read; for a moment the database is not asked again.</summary>
    public bool TryKeepStale(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        snapshot = null;
        if (_index.TryGetValue(guildId, out var cached))
        {
            cached.Entry.StaleUntil = _clock.Now + StaleMilliseconds;
            snapshot = cached.Snapshot;
        }

        return snapshot is not null;
    }

    /// <summary>Gets what a load must remember from before it asks the database.</summary>
    public long BeginFill(ulong guildId) => _table.StripeOf(guildId).Generation;

    /// <summary>Caches a loaded guild, unless its stripe has moved since the load began: then what was loaded may be old.</summary>
    /// <param name="loaded">What the database said.</param>
    /// <param name="generation">What <see cref="BeginFill"/> returned.</param>
    /// <param name="standing">What holds now: what was loaded, or what is cached if that is newer.</param>
    /// <param name="installed">Called with the guild, at the instant from which readers find the value.</param>
    public bool TryFill(in LoadedGuild loaded, long generation, [NotNullWhen(true)] out GuildConfigSnapshot? standing, Action<ulong>? installed = null)
    {
        var guildId = loaded.Snapshot.GuildId;
        var stripe = _table.StripeOf(guildId);
        _table.MakeRoomFor(loaded.Snapshot);
        lock (stripe.Lock)
        {
            // What is cached is as new as anything that was served. What is not may have been served all the same, newer, and not have fitted.
            if (stripe.Generation != generation || (!_index.ContainsKey(guildId) && stripe.HasSeenNewerThan(loaded.AsOf)))
            {
                standing = null;
                return false;
            }

            standing = _table.Install(loaded.Snapshot, loaded.AsOf, Volatile.Read(ref _load));
            installed?.Invoke(guildId);
            return true;
        }
    }

    /// <summary>Begins a load of all guilds.</summary>
    public FullLoad BeginFullLoad() => new(Interlocked.Increment(ref _load), [.. _table.Stripes.Select(s => s.Generation)], IsRefresh: !_index.IsEmpty);

    /// <summary>Caches one guild of a full load; makes no room for it.</summary>
    public FillOutcome Fill(FullLoad load, in LoadedGuild guild)
    {
        var snapshot = guild.Snapshot;
        var index = Stripe.IndexOf(snapshot.GuildId);
        var stripe = _table.Stripes[index];
        lock (stripe.Lock)
        {
            // What is cached is as new as anything that was served, so it tells whether the load is old. What is not cached may have been.
            if (_index.TryGetValue(snapshot.GuildId, out var existing))
            {
                existing.Entry.Load = load.Number;
            }
            else if (stripe.Generation != load.Generations[index] || stripe.HasSeenNewerThan(guild.AsOf))
            {
                return FillOutcome.PerhapsOld;
            }
            else if (!_table.HasRoomFor(snapshot))
            {
                return FillOutcome.NoRoom;
            }

            _table.Install(snapshot, guild.AsOf, Volatile.Read(ref _load));
            return FillOutcome.Cached;
        }
    }

    /// <summary>Ends a full load: what it did not bring is dropped.</summary>
    public void EndFullLoad(FullLoad load)
    {
        _table.RemoveWhere(entry => entry.Load < load.Number, EvictionReason.Refreshed);
        _table.Compact();
    }

    /// <summary>Takes a committed change of another process. A guild that this one has not cached is left alone, so that strangers evict nobody.</summary>
    public void PublishForeign(GuildConfigChange change) => Publish(change, addsGuild: false);

    /// <summary>Takes a committed change, unless something newer is cached. Changes of different guilds may come in any order.</summary>
    public void Publish(GuildConfigChange change) => Publish(change, addsGuild: true);

    public void Invalidate(ulong guildId)
    {
        var stripe = _table.StripeOf(guildId);
        lock (stripe.Lock)
        {
            stripe.Advance();
            if (_index.TryGetValue(guildId, out var cached))
            {
                _table.Remove(guildId, cached.Entry, EvictionReason.Invalidated);
            }
        }
    }

    /// <summary>Drops everything, known revisions included; for when the database is no longer the one that was loaded.</summary>
    public void Clear()
    {
        foreach (var stripe in _table.Stripes)
        {
            lock (stripe.Lock)
            {
                stripe.Advance();
            }
        }

        _table.RemoveWhere(static _ => true, EvictionReason.Cleared);

        foreach (var stripe in _table.Stripes)
        {
            lock (stripe.Lock)
            {
                stripe.ForgetDeparted();
            }
        }

        _revision.Reset();
    }

    public void Dispose()
    {
        _clock.Dispose();
        _table.Dispose();
    }

    private void Publish(GuildConfigChange change, bool addsGuild)
    {
        if (change.GuildId is { } guildId)
        {
            var snapshot = change.After ?? GuildConfigSnapshot.Absent(guildId, change.Before!.Settings.Registry.Defaults);
            var stripe = _table.StripeOf(guildId);
            if (addsGuild || _index.ContainsKey(guildId))
            {
                _table.MakeRoomFor(snapshot);
            }

            lock (stripe.Lock)
            {
                stripe.Advance();
                var isCached = _index.ContainsKey(guildId);
                if (!isCached && !addsGuild)
                {
                    // Loaded meanwhile, it may be older than the change.
                    stripe.Depart(change.Revision);
                }
                else if (isCached || !stripe.HasSeenNewerThan(change.Revision))
                {
                    // A change is published after its commit: of a guild that is not cached, a later one may have been read, served, and dropped again.
                    _table.Install(snapshot, change.Revision, Volatile.Read(ref _load));
                }
            }
        }

        Revision = change.Revision;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The cached guilds: a typed index for the lookup, a <see cref="EntryLifetime"/> for what is dropped first, and the guard against stale fills.</summary>
/// <remarks>
/// Thread-safe. Reads take no lock. Whatever changes an entry holds the lock of its stripe; nothing else is locked inside it, and a trim, which
/// takes those locks one by one, holds only its own around them. So there is no circle.
/// </remarks>
internal sealed class GuildConfigCache : IDisposable
{
    private const long StaleMilliseconds = 1000;
    private const double TrimTo = 0.95;

    private readonly ConcurrentDictionary<ulong, CacheEntry> _index = new();
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripe.Count).Select(_ => new Stripe())];
    private readonly CacheCounters _counters = new();
    private readonly Lock _trimLock = new();
    private readonly EntryLifetime _lifetime;
    private readonly CoarseClock _clock;
    private readonly long _timeToLive;
    private readonly Watermark _revision = new();
    private readonly ByteBudget _budget;
    private int _load;
    private int _trim;

    public GuildConfigCache(IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
    {
        var cache = options.Value.Cache;
        _budget = new ByteBudget(cache.MaxBytes);
        _timeToLive = (long)cache.TimeToLive.TotalMilliseconds;
        _clock = new CoarseClock(timeProvider, cache.TimeToLive / 10);
        _lifetime = new EntryLifetime(_clock, cache.TimeToLive);
    }

    public CacheCounters Counters => _counters;

    public long Bytes => _budget.Used;

    /// <summary>Gets or sets the newest change that the cache is known to contain; it never goes back.</summary>
    public long Revision
    {
        get => _revision.Value;
        set => _revision.Raise(value);
    }

    public GuildConfigCacheStatistics GetStatistics()
        => new(_index.Count, Bytes, _counters.Hits.Sum, _counters.Misses.Sum, _counters.StaleHits.Sum, _counters.Evictions, Revision);

    /// <summary>Gets a guild whose time-to-live has not ended.</summary>
    public bool TryGet(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        if (_index.TryGetValue(guildId, out var entry) && _clock.Now is var now && (now < entry.CheckAt || entry.TryUse(now)))
        {
            _counters.Hits.Increment();
            snapshot = entry.Snapshot;
            return true;
        }

        snapshot = null;
        return false;
    }

    /// <summary>Gets an expired guild for which the database has just failed, without asking it again.</summary>
    public bool TryGetStale(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        snapshot = _index.TryGetValue(guildId, out var entry) && _clock.Now < entry.StaleUntil ? entry.Snapshot : null;
        return snapshot is not null;
    }

    /// <summary>Gets a guild whatever its age, because the database cannot be read; for a moment the database is not asked again.</summary>
    public bool TryKeepStale(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        snapshot = null;
        if (_index.TryGetValue(guildId, out var entry))
        {
            entry.StaleUntil = _clock.Now + StaleMilliseconds;
            snapshot = entry.Snapshot;
        }

        return snapshot is not null;
    }

    /// <summary>Gets what a load must remember from before it asks the database.</summary>
    public long BeginFill(ulong guildId) => StripeOf(guildId).Generation;

    /// <summary>Caches a loaded guild, unless its stripe has moved since the load began: then what was loaded may be old.</summary>
    /// <param name="loaded">What the database said.</param>
    /// <param name="generation">What <see cref="BeginFill"/> returned.</param>
    /// <param name="standing">What holds now: what was loaded, or what is cached if that is newer.</param>
    /// <param name="installed">Called with the guild, at the instant from which readers find the value.</param>
    public bool TryFill(in LoadedGuild loaded, long generation, [NotNullWhen(true)] out GuildConfigSnapshot? standing, Action<ulong>? installed = null)
    {
        var guildId = loaded.Snapshot.GuildId;
        var stripe = StripeOf(guildId);
        MakeRoomFor(loaded.Snapshot);
        lock (stripe.Lock)
        {
            if (stripe.Generation != generation)
            {
                standing = null;
                return false;
            }

            standing = Install(loaded.Snapshot, loaded.AsOf);
            installed?.Invoke(guildId);
            return true;
        }
    }

    /// <summary>Begins a load of all guilds.</summary>
    public FullLoad BeginFullLoad() => new(Interlocked.Increment(ref _load), [.. _stripes.Select(s => s.Generation)], IsRefresh: !_index.IsEmpty);

    /// <summary>Caches one guild of a full load; makes no room for it.</summary>
    public FillOutcome Fill(FullLoad load, GuildConfigSnapshot snapshot)
    {
        var index = Stripe.IndexOf(snapshot.GuildId);
        var stripe = _stripes[index];
        lock (stripe.Lock)
        {
            // What is cached is as new as anything that was served, so it tells whether the load is old. What is not cached may have been.
            if (_index.TryGetValue(snapshot.GuildId, out var existing))
            {
                existing.Load = load.Number;
            }
            else if (stripe.Generation != load.Generations[index])
            {
                return FillOutcome.PerhapsOld;
            }
            else if (!_budget.HasRoomFor(EntrySize.Of(snapshot)))
            {
                return FillOutcome.NoRoom;
            }

            Install(snapshot, snapshot.Revision);
            return FillOutcome.Cached;
        }
    }

    /// <summary>Ends a full load: what it did not bring is dropped.</summary>
    public void EndFullLoad(FullLoad load)
    {
        foreach (var (guildId, entry) in _index)
        {
            if (entry.Load < load.Number)
            {
                lock (StripeOf(guildId).Lock)
                {
                    TryRemove(guildId, entry);
                }
            }
        }
    }

    /// <summary>Takes a committed change, unless something newer is cached. Changes of different guilds may come in any order.</summary>
    public void Publish(GuildConfigChange change)
    {
        if (change.GuildId is { } guildId)
        {
            var snapshot = change.After ?? GuildConfigSnapshot.Absent(guildId, change.Before!.Settings.Registry.Defaults);
            var stripe = StripeOf(guildId);
            MakeRoomFor(snapshot);
            lock (stripe.Lock)
            {
                stripe.Advance();

                // A change is published after its commit. A later one may have been read from the database meanwhile, served, and dropped again.
                if (_index.ContainsKey(guildId) || !stripe.HasSeenNewerThan(change.Revision))
                {
                    Install(snapshot, change.Revision);
                }
            }
        }

        Revision = change.Revision;
    }

    public void Invalidate(ulong guildId)
    {
        var stripe = StripeOf(guildId);
        lock (stripe.Lock)
        {
            stripe.Advance();
            if (_index.TryGetValue(guildId, out var entry))
            {
                TryRemove(guildId, entry);
            }
        }
    }

    /// <summary>Drops everything, known revisions included; for when the database is no longer the one that was loaded.</summary>
    public void Clear()
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                stripe.Advance();
            }
        }

        foreach (var (guildId, entry) in _index)
        {
            lock (StripeOf(guildId).Lock)
            {
                TryRemove(guildId, entry);
            }
        }

        foreach (var stripe in _stripes)
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
        _lifetime.Dispose();
    }

    private Stripe StripeOf(ulong guildId) => _stripes[Stripe.IndexOf(guildId)];

    /// <summary>Puts a value in place of an older one; if it does not fit, none is cached. Only while holding the stripe's lock.</summary>
    /// <returns>The value that holds now: this one, or a newer one.</returns>
    private GuildConfigSnapshot Install(GuildConfigSnapshot snapshot, long asOf)
    {
        if (_index.TryGetValue(snapshot.GuildId, out var existing) && existing.AsOf > asOf)
        {
            return existing.Snapshot;
        }

        var entry = new CacheEntry(snapshot, asOf, EntrySize.Of(snapshot), _clock.Now, _timeToLive, Volatile.Read(ref _load), Volatile.Read(ref _trim));
        if (!_budget.TryTake(entry.Bytes - (existing?.Bytes ?? 0)))
        {
            Evict(snapshot.GuildId, existing);
            StripeOf(snapshot.GuildId).Depart(asOf);
            return snapshot;
        }

        _lifetime.Add(entry);
        _index[snapshot.GuildId] = entry;
        if (existing is not null)
        {
            _lifetime.Remove(existing);
        }

        return snapshot;
    }

    /// <summary>Removes exactly this entry. Only while holding the stripe's lock.</summary>
    private bool TryRemove(ulong guildId, CacheEntry entry)
    {
        if (!_index.TryRemove(KeyValuePair.Create(guildId, entry)))
        {
            return false;
        }

        // From now on no entry tells how new the value was that has been served.
        var stripe = StripeOf(guildId);
        stripe.Advance();
        stripe.Depart(entry.AsOf);
        _lifetime.Remove(entry);
        _budget.TryTake(-entry.Bytes);
        return true;
    }

    /// <summary>Removes an entry for want of room. Only while holding the stripe's lock.</summary>
    private void Evict(ulong guildId, CacheEntry? entry)
    {
        if (entry is not null && TryRemove(guildId, entry))
        {
            _counters.Evicted();
        }
    }

    private void MakeRoomFor(GuildConfigSnapshot snapshot)
    {
        var size = EntrySize.Of(snapshot);
        if (size > _budget.Max || _budget.HasRoomFor(size - (_index.TryGetValue(snapshot.GuildId, out var existing) ? existing.Bytes : 0)))
        {
            return;
        }

        lock (_trimLock)
        {
            while (!_budget.HasRoomFor(size) && !_index.IsEmpty)
            {
                // More than needed, so that not every new guild costs a trim; and at least one entry.
                var needed = 1 - (((_budget.Max * TrimTo) - size) / _budget.Used);
                Trim(Math.Min(1, Math.Max(needed, 1.5 / Math.Max(1, _lifetime.Count))));
            }
        }
    }

    private void Trim(double fraction)
    {
        foreach (var (_, entry) in _index)
        {
            _lifetime.HandOnUse(entry);
        }

        var trim = Interlocked.Increment(ref _trim);
        _lifetime.Trim(fraction, trim);
        foreach (var (guildId, entry) in _index)
        {
            if (entry.Trim != trim)
            {
                lock (StripeOf(guildId).Lock)
                {
                    Evict(guildId, entry);
                }
            }
        }
    }
}

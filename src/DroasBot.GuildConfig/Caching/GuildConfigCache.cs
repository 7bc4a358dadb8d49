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
    private const long TouchMilliseconds = 1000;
    private const long StaleMilliseconds = 1000;
    private const double TrimTo = 0.95;

    private readonly ConcurrentDictionary<ulong, CacheEntry> _index = new();
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripe.Count).Select(_ => new Stripe())];
    private readonly CacheCounters _counters = new();
    private readonly Lock _trimLock = new();
    private readonly EntryLifetime _lifetime;
    private readonly CoarseClock _clock;
    private readonly long _timeToLive;
    private readonly long _maxBytes;
    private long _bytes;
    private long _revision;
    private int _load;
    private int _trim;

    public GuildConfigCache(IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
    {
        var cache = options.Value.Cache;
        _maxBytes = cache.MaxBytes;
        _timeToLive = (long)cache.TimeToLive.TotalMilliseconds;
        _lifetime = new EntryLifetime(timeProvider, cache.TimeToLive);
        _clock = new CoarseClock(timeProvider, cache.TimeToLive / 10);
    }

    public CacheCounters Counters => _counters;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Gets or sets the newest change that the cache is known to contain; it never goes back.</summary>
    public long Revision
    {
        get => Interlocked.Read(ref _revision);
        set
        {
            for (var seen = Revision; value > seen;)
            {
                var found = Interlocked.CompareExchange(ref _revision, value, seen);
                seen = found == seen ? value : found;
            }
        }
    }

    public GuildConfigCacheStatistics GetStatistics()
        => new(_index.Count, Bytes, _counters.Hits.Sum, _counters.Misses.Sum, _counters.StaleHits.Sum, _counters.Evictions, Revision);

    /// <summary>Gets a guild whose time-to-live has not ended.</summary>
    public bool TryGet(ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
    {
        if (_index.TryGetValue(guildId, out var entry))
        {
            var now = _clock.Now;
            if (now < entry.ExpiresAt)
            {
                if (now - entry.TouchedAt >= TouchMilliseconds)
                {
                    Touch(entry, now);
                }

                _counters.Hits.Increment();
                snapshot = entry.Snapshot;
                return true;
            }
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

    /// <summary>Caches a loaded guild, unless a change was published since the load began: then what was loaded may be old.</summary>
    /// <param name="loaded">What the database said.</param>
    /// <param name="generation">What <see cref="BeginFill"/> returned.</param>
    /// <param name="installed">Called with the guild, at the instant from which readers find the value.</param>
    public bool TryFill(in LoadedGuild loaded, long generation, Action<ulong>? installed = null)
    {
        var guildId = loaded.Snapshot.GuildId;
        var stripe = StripeOf(guildId);
        lock (stripe.Lock)
        {
            if (stripe.Generation != generation)
            {
                return false;
            }

            Install(loaded.Snapshot, loaded.AsOf);
            installed?.Invoke(guildId);
        }

        TrimIfOver();
        return true;
    }

    /// <summary>Begins a load of all guilds.</summary>
    public FullLoad BeginFullLoad() => new(Interlocked.Increment(ref _load), [.. _stripes.Select(s => s.Generation)]);

    /// <summary>Caches one guild of a full load; one that changed since the load began is left alone.</summary>
    /// <returns><see langword="false"/> if there is no room for it.</returns>
    public bool TryFill(FullLoad load, GuildConfigSnapshot snapshot)
    {
        var index = Stripe.IndexOf(snapshot.GuildId);
        var stripe = _stripes[index];
        lock (stripe.Lock)
        {
            if (Bytes + EntrySize.Of(snapshot) > _maxBytes && !_index.ContainsKey(snapshot.GuildId))
            {
                return false;
            }

            if (stripe.Generation == load.Generations[index])
            {
                Install(snapshot, snapshot.Revision);
            }
        }

        return true;
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
            var stripe = StripeOf(guildId);
            lock (stripe.Lock)
            {
                stripe.Advance();
                var snapshot = change.After ?? GuildConfigSnapshot.Absent(guildId, change.Before!.Settings.Registry.Defaults);
                Install(snapshot, change.Revision);
            }

            TrimIfOver();
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

        Interlocked.Exchange(ref _revision, 0);
    }

    public void Dispose()
    {
        _clock.Dispose();
        _lifetime.Dispose();
    }

    private Stripe StripeOf(ulong guildId) => _stripes[Stripe.IndexOf(guildId)];

    private void Touch(CacheEntry entry, long now)
    {
        entry.TouchedAt = now;
        _lifetime.Touch(entry);
    }

    /// <summary>Puts a value in place of an older one. Only while holding the stripe's lock.</summary>
    private void Install(GuildConfigSnapshot snapshot, long asOf)
    {
        if (_index.TryGetValue(snapshot.GuildId, out var existing) && existing.AsOf > asOf)
        {
            return;
        }

        var now = _clock.Now;
        var entry = new CacheEntry(snapshot, asOf, EntrySize.Of(snapshot), now + _timeToLive, Volatile.Read(ref _load), Volatile.Read(ref _trim)) { TouchedAt = now };
        _lifetime.Add(entry);
        _index[snapshot.GuildId] = entry;
        if (existing is not null)
        {
            _lifetime.Remove(existing);
        }

        Interlocked.Add(ref _bytes, entry.Bytes - (existing?.Bytes ?? 0));
    }

    /// <summary>Removes exactly this entry. Only while holding the stripe's lock.</summary>
    private bool TryRemove(ulong guildId, CacheEntry entry)
    {
        if (!_index.TryRemove(KeyValuePair.Create(guildId, entry)))
        {
            return false;
        }

        _lifetime.Remove(entry);
        Interlocked.Add(ref _bytes, -entry.Bytes);
        return true;
    }

    private void TrimIfOver()
    {
        if (Bytes <= _maxBytes)
        {
            return;
        }

        lock (_trimLock)
        {
            while (Bytes is var bytes && bytes > _maxBytes && !_index.IsEmpty)
            {
                Trim(Math.Max(1 - (_maxBytes * TrimTo / bytes), 1.5 / Math.Max(2, _lifetime.Count)));
            }
        }
    }

    private void Trim(double fraction)
    {
        var trim = Interlocked.Increment(ref _trim);
        _lifetime.Trim(fraction, trim);
        foreach (var (guildId, entry) in _index)
        {
            if (entry.Trim != trim)
            {
                lock (StripeOf(guildId).Lock)
                {
                    if (TryRemove(guildId, entry))
                    {
                        _counters.Evicted();
                    }
                }
            }
        }
    }
}

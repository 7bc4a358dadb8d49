using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The entries within their byte budget: a typed index for the lookup, an <see cref="EntryLifetime"/> for what is dropped first.</summary>
/// <remarks>
/// Whatever changes an entry holds the lock of its stripe; nothing else is locked inside it, and a trim, which takes those locks one by one,
/// holds only its own around them. So there is no circle.
/// </remarks>
internal sealed class EntryTable(GuildConfigCacheOptions options, CoarseClock clock, CacheCounters counters) : IDisposable
{
    private const double TrimTo = 0.95;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripe.Count).Select(_ => new Stripe())];
    private readonly ByteBudget _budget = new(options.MaxBytes);
    private readonly EntryLifetime _lifetime = new(clock, options.TimeToLive);
    private readonly long _timeToLive = (long)options.TimeToLive.TotalMilliseconds;
    private readonly Lock _trimLock = new();
    private volatile bool _isFilling;
    private int _trim;

    public ConcurrentDictionary<ulong, CachedGuild> Index { get; } = new();

    public IReadOnlyList<Stripe> Stripes => _stripes;

    public long Bytes => _budget.Used;

    public long MaxBytes => _budget.Max;

    /// <summary>Gets whether the budget has ever been half used. Until then nothing need be known of who was used when.</summary>
    public bool IsFilling => _isFilling;

    public Stripe StripeOf(ulong guildId) => _stripes[Stripe.IndexOf(guildId)];

    public bool HasRoomFor(GuildConfigSnapshot snapshot) => _budget.HasRoomFor(EntrySize.Of(snapshot));

    /// <summary>Puts a value in place of an older one; if it does not fit, none is cached. Only while holding the stripe's lock.</summary>
    /// <returns>The value that holds now: this one, or a newer one.</returns>
    public GuildConfigSnapshot Install(GuildConfigSnapshot snapshot, long asOf, int load)
    {
        var existing = Index.TryGetValue(snapshot.GuildId, out var found) ? found.Entry : null;
        if (existing?.AsOf > asOf)
        {
            return existing.Snapshot;
        }

        var entry = new CacheEntry(snapshot, asOf, EntrySize.Of(snapshot), clock.Now, _timeToLive, load, Volatile.Read(ref _trim));
        if (!_budget.TryTake(entry.Bytes - (existing?.Bytes ?? 0)))
        {
            Evict(snapshot.GuildId, existing);
            StripeOf(snapshot.GuildId).Depart(asOf);
            return snapshot;
        }

        _lifetime.Add(entry);
        Index[snapshot.GuildId] = new CachedGuild(entry);
        _isFilling |= Bytes > options.MaxBytes / 2;
        if (existing is not null)
        {
            _lifetime.Remove(existing);
        }

        return snapshot;
    }

    /// <summary>Removes exactly this entry, if it is still there. Only while holding the stripe's lock.</summary>
    public void Remove(ulong guildId, CacheEntry entry, EvictionReason reason)
    {
        if (!Index.TryRemove(KeyValuePair.Create(guildId, new CachedGuild(entry))))
        {
            return;
        }

        // From now on no entry tells how new the value was that has been served.
        var stripe = StripeOf(guildId);
        stripe.Advance();
        stripe.Depart(entry.AsOf);
        _lifetime.Remove(entry);
        _budget.TryTake(-entry.Bytes);
        counters.Evicted(reason);
    }

    /// <summary>Removes all entries for which a condition holds.</summary>
    public void RemoveWhere(Predicate<CacheEntry> condition, EvictionReason reason)
    {
        foreach (var (guildId, cached) in Index)
        {
            if (condition(cached.Entry))
            {
                lock (StripeOf(guildId).Lock)
                {
                    Remove(guildId, cached.Entry, reason);
                }
            }
        }
    }

    /// <summary>Lays the nodes of the index side by side, where they lay among the snapshots in the order of loading: random reads then miss fewer cache lines and pages.</summary>
    public void Compact()
    {
        foreach (var (guildId, cached) in Index)
        {
            lock (StripeOf(guildId).Lock)
            {
                // A value of this size is replaced together with its node; so the new nodes are allocated one after the other.
                Index.TryUpdate(guildId, cached, cached);
            }
        }
    }

    /// <summary>Evicts what was used least recently until a value fits, if it can fit at all. Never while holding a stripe's lock.</summary>
    public void MakeRoomFor(GuildConfigSnapshot snapshot)
    {
        var size = EntrySize.Of(snapshot);
        if (size > _budget.Max || _budget.HasRoomFor(size - (Index.TryGetValue(snapshot.GuildId, out var existing) ? existing.Entry.Bytes : 0)))
        {
            return;
        }

        lock (_trimLock)
        {
            while (!_budget.HasRoomFor(size) && !Index.IsEmpty)
            {
                // More than needed, so that not every new guild costs a trim; and at least one entry.
                var needed = 1 - (((_budget.Max * TrimTo) - size) / _budget.Used);
                Trim(Math.Min(1, Math.Max(needed, 1.5 / Math.Max(1, _lifetime.Count))));
            }
        }
    }

    public void Dispose() => _lifetime.Dispose();

    private void Trim(double fraction)
    {
        foreach (var (_, cached) in Index)
        {
            _lifetime.HandOnUse(cached.Entry);
        }

        var trim = Interlocked.Increment(ref _trim);
        _lifetime.Trim(fraction, trim);
        foreach (var (guildId, cached) in Index)
        {
            if (cached.Entry.Trim != trim)
            {
                lock (StripeOf(guildId).Lock)
                {
                    Evict(guildId, cached.Entry);
                }
            }
        }
    }

    /// <summary>Removes an entry for want of room. Only while holding the stripe's lock.</summary>
    private void Evict(ulong guildId, CacheEntry? entry)
    {
        if (entry is not null)
        {
            Remove(guildId, entry, clock.Now < entry.ExpiresAt ? EvictionReason.Capacity : EvictionReason.Expired);
        }
    }
}

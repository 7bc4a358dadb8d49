using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The cached guilds within their byte budget, and the stale-load guard. Thread-safe; reads take no lock.</summary>
/// <remarks>
/// A value is accepted unless something newer may have been handed out. For a guild in the table, its cached revision decides; for any other guild,
/// the newest revision that its stripe has published or served. A value is as of a revision: that of the published change,
/// or the clock that a load read in its own statement.
/// </remarks>
internal sealed class GuildConfigCache : IDisposable
{
    /// <summary>This fraction of the budget is for guilds that have no row, or belong to other processes' shards.</summary>
    private const int StrangersPart = 20;

    /// <summary>Expiry is spread over this fraction of the time-to-live, so that guilds loaded together are not all reloaded together.</summary>
    private const int Spread = 8;

    private readonly CacheCounters _counters = new();
    private readonly Watermark _revision = new();
    private readonly SlotTable _table = new();
    private readonly EvictionHand _hand;
    private readonly ByteBudget _budget;
    private readonly StrangerGuilds _strangers;
    private readonly CoarseClock _clock;
    private readonly GuildShards _shards;
    private readonly long _maxBytes;
    private readonly uint _timeToLive;
    private bool _isFilling;

    public GuildConfigCache(IOptions<GuildConfigOptions> options, GuildShards shards, TimeProvider timeProvider)
    {
        _shards = shards;
        var cache = options.Value.Cache;
        _maxBytes = cache.MaxBytes;
        _strangers = new StrangerGuilds(_maxBytes / StrangersPart);
        _budget = new ByteBudget(_maxBytes - (_maxBytes / StrangersPart));
        _hand = new EvictionHand(_table);
        _clock = new CoarseClock(timeProvider, cache.TimeToLive / 10);
        _timeToLive = _clock.Ticks(cache.TimeToLive);
    }

    public CacheCounters Counters => _counters;

    /// <summary>Gets how many guilds are cached, known-absent ones included.</summary>
    public long Count => _table.Count + _strangers.Count;

    public long Bytes => _budget.Used + _strangers.Bytes;

    public long MaxBytes => _maxBytes;

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
            _counters.ExpiredHits.Sum,
            _counters.StaleHits.Sum,
            _counters.Evictions(EvictionReason.Capacity),
            Revision);

    /// <summary>Gets the cached value of a guild, whatever its age. Counts a hit if it is current.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CacheAnswer Find(ulong guildId, out GuildConfigSnapshot? snapshot)
    {
        ref var slot = ref _table.Find(guildId);
        if (!Unsafe.IsNullRef(ref slot) && Volatile.Read(ref slot.Snapshot) is { } found)
        {
            var now = _clock.Now;
            if (_isFilling && slot.UsedAt != now)
            {
                slot.UsedAt = now;
            }

            snapshot = found;
            return Judge(now, slot.LoadedAt);
        }

        return FindStranger(guildId, out snapshot);
    }

    /// <summary>Gets the cached value of a guild; if there is none, joins the load in flight, or begins one.</summary>
    /// <param name="guildId">The guild.</param>
    /// <param name="answer">Whether a value is cached; counted as a hit, unless it has expired.</param>
    /// <param name="snapshot">The cached value.</param>
    /// <param name="isFirst">Whether the load is new, and the caller must run it.</param>
    /// <returns>The load; <see langword="null"/> if a value is cached.</returns>
    public TaskCompletionSource<GuildConfigSnapshot>? Join(ulong guildId, out CacheAnswer answer, out GuildConfigSnapshot? snapshot, out bool isFirst)
    {
        var stripe = _table.StripeOf(guildId);
        lock (stripe.Lock)
        {
            isFirst = false;
            answer = Find(guildId, out snapshot);
            return answer == CacheAnswer.None ? stripe.Join(guildId, out isFirst) : null;
        }
    }

    /// <summary>Ends a failed load.</summary>
    public void Leave(ulong guildId)
    {
        var stripe = _table.StripeOf(guildId);
        lock (stripe.Lock)
        {
            stripe.Leave(guildId);
        }
    }

    /// <summary>Gets the generation that a load must remember before it queries the database.</summary>
    public int BeginFill(ulong guildId) => _table.StripeOf(guildId).Generation;

    /// <summary>Accepts a loaded guild, unless it may be old: then it must be loaded again.</summary>
    /// <param name="loaded">The loaded guild.</param>
    /// <param name="generation">The result of <see cref="BeginFill"/>.</param>
    /// <param name="endsFlight">Whether to end the shared load, in the same instant in which readers can find the value.</param>
    /// <param name="standing">The current value: the loaded one, or the cached one if that is newer.</param>
    public bool TryFill(in LoadedGuild loaded, int generation, bool endsFlight, [NotNullWhen(true)] out GuildConfigSnapshot? standing)
    {
        var guildId = loaded.Snapshot.GuildId;
        var stripe = _table.StripeOf(guildId);
        var reserved = MakeRoomFor(loaded.Snapshot);
        lock (stripe.Lock)
        {
            standing = stripe.Generation == generation ? Take(stripe, loaded.Snapshot, loaded.AsOf, reserved) : Refuse(reserved);
            if (standing is not null && endsFlight)
            {
                stripe.Leave(guildId);
            }

            return standing is not null;
        }
    }

    /// <summary>Begins a load of all guilds. Only one may run at a time.</summary>
    /// <param name="guilds">The expected number of guilds.</param>
    /// <param name="addsGuilds">Whether to add guilds that are not cached.</param>
    public FullLoad BeginFullLoad(long guilds, bool addsGuilds)
    {
        var load = new FullLoad(new int[Stripe.Count], IsRefresh: Count > 0, addsGuilds);
        var expected = addsGuilds ? Math.Min(guilds, _budget.Max / EntrySize.Fixed) : 0;
        for (var i = 0; i < Stripe.Count; i++)
        {
            lock (_table.Stripes[i].Lock)
            {
                load.Generations[i] = _table.Stripes[i].Generation;
                _table.Reserve(i, expected);
                foreach (ref var slot in _table.SlotsOf(i).AsSpan())
                {
                    slot.LoadedAt &= ~1u;
                }
            }
        }

        return load;
    }

    /// <summary>Accepts one guild of a full load; evicts nothing for a guild that is not cached.</summary>
    public FillOutcome Fill(FullLoad load, in LoadedGuild guild)
    {
        var snapshot = guild.Snapshot;
        var index = Stripe.IndexOf(Stripe.HashOf(snapshot.GuildId));
        var stripe = _table.Stripes[index];
        var isCached = _table.Get(snapshot.GuildId) is not null;
        if (!isCached && !load.AddsGuilds && !_strangers.Contains(snapshot.GuildId))
        {
            return FillOutcome.Skipped;
        }

        var reserved = isCached ? MakeRoomFor(snapshot) : EntrySize.Of(snapshot);
        if (!isCached && !_budget.TryTake(reserved))
        {
            ForgetAbsence(stripe, guild);
            return FillOutcome.NoRoom;
        }

        lock (stripe.Lock)
        {
            var standing = stripe.Generation == load.Generations[index] ? Take(stripe, snapshot, guild.AsOf, reserved) : Refuse(reserved) ?? _table.Get(snapshot.GuildId);
            ref var slot = ref _table.Find(snapshot.GuildId);
            if (!Unsafe.IsNullRef(ref slot))
            {
                slot.LoadedAt |= 1;
            }

            return standing is null ? FillOutcome.Skipped : FillOutcome.Cached;
        }
    }

    /// <summary>Ends a full load: guilds that were cached when it began, and that it did not find, are dropped.</summary>
    public void EndFullLoad()
    {
        RemoveWhere(static slot => (slot.LoadedAt & 1) == 0, EvictionReason.Refreshed);
        _strangers.RemoveStored();
    }

    /// <summary>Applies a committed change of another process. A guild that is not cached here is not added, so that strangers evict nothing.</summary>
    public void PublishForeign(GuildConfigChange change) => Publish(change, addsGuild: false);

    /// <summary>Applies a committed change, unless something newer was handed out. Changes of different guilds may come in any order.</summary>
    public void Publish(GuildConfigChange change) => Publish(change, addsGuild: true);

    public void Invalidate(ulong guildId)
    {
        var stripe = _table.StripeOf(guildId);
        lock (stripe.Lock)
        {
            stripe.Advance();
            _strangers.Remove(guildId);
            Remove(guildId, EvictionReason.Invalidated);
        }
    }

    /// <summary>Drops everything, known revisions included, when the database is no longer the one that was loaded.</summary>
    public void Clear()
    {
        foreach (var stripe in _table.Stripes)
        {
            lock (stripe.Lock)
            {
                stripe.Forget();
            }
        }

        RemoveWhere(static _ => true, EvictionReason.Cleared);
        _strangers.Clear();
        _revision.Reset();
    }

    /// <summary>Drops everything, so that reads after disposal fail.</summary>
    public void Dispose()
    {
        Clear();
        _clock.Dispose();
        _strangers.Dispose();
    }

    /// <summary>Forgets the absence of a guild that has a row, even if there is no room for it.</summary>
    private void ForgetAbsence(Stripe stripe, in LoadedGuild guild)
    {
        lock (stripe.Lock)
        {
            if (_strangers.AsOf(guild.Snapshot.GuildId) is { } known && known <= guild.AsOf)
            {
                _strangers.Remove(guild.Snapshot.GuildId);
            }
        }
    }

    private static long SizeOf(GuildConfigSnapshot? snapshot) => snapshot is null ? 0 : EntrySize.Of(snapshot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CacheAnswer Judge(uint now, uint loadedAt)
    {
        if (now - loadedAt >= _timeToLive)
        {
            return CacheAnswer.Expired;
        }

        _counters.Hits.Increment();
        return CacheAnswer.Current;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CacheAnswer FindStranger(ulong guildId, out GuildConfigSnapshot? snapshot)
    {
        snapshot = _strangers.Find(guildId, out var loadedAt);
        return snapshot is null ? CacheAnswer.None : Judge(_clock.Now, loadedAt);
    }

    private void Publish(GuildConfigChange change, bool addsGuild)
    {
        if (change.GuildId is { } guildId)
        {
            var snapshot = change.Outcome!;
            var stripe = _table.StripeOf(guildId);
            var reserved = addsGuild || _table.Get(guildId) is not null || _strangers.Contains(guildId) ? MakeRoomFor(snapshot) : 0;
            lock (stripe.Lock)
            {
                if (addsGuild || _table.Get(guildId) is not null || _strangers.Contains(guildId))
                {
                    // Take refuses it if a later version was read from the database, served, and dropped meanwhile.
                    Take(stripe, snapshot, change.Revision, reserved);
                }
                else
                {
                    Refuse(reserved);
                }

                stripe.Raise(change.Revision);
            }
        }

        Revision = change.Revision;
    }

    /// <summary>Accepts a value, unless something newer may have been handed out. Requires the stripe's lock.</summary>
    /// <returns>The current value; <see langword="null"/> if unknown.</returns>
    private GuildConfigSnapshot? Take(Stripe stripe, GuildConfigSnapshot snapshot, long asOf, long reserved)
    {
        var cached = _table.Get(snapshot.GuildId);
        if (asOf < (cached?.Revision ?? _strangers.AsOf(snapshot.GuildId) ?? stripe.Newest))
        {
            return Refuse(reserved) ?? cached;
        }

        stripe.Raise(snapshot.Exists ? snapshot.Revision : asOf);
        var isOwn = IsOwn(snapshot);
        if (isOwn && _budget.TryTake(EntrySize.Of(snapshot) - SizeOf(cached) - reserved))
        {
            _strangers.Remove(snapshot.GuildId);
            _table.Put(snapshot, LoadedNow(snapshot.GuildId), _clock.Now);
            _isFilling |= _budget.Used > _budget.Max / 2;
            return snapshot;
        }

        // It is a stranger, or does not fit. The old value is removed first: a reader who finds the new one among the strangers must not find the old one in the table afterwards.
        // A reader who finds neither waits for the stripe.
        Refuse(reserved);
        Remove(snapshot.GuildId, isOwn ? EvictionReason.Capacity : null);
        if (isOwn)
        {
            // It may have been known to be absent.
            _strangers.Remove(snapshot.GuildId);
        }
        else
        {
            _strangers.Put(snapshot, asOf, LoadedNow(snapshot.GuildId));
        }

        return snapshot;
    }

    /// <summary>Releases the bytes reserved for a value that is not accepted.</summary>
    private GuildConfigSnapshot? Refuse(long reserved)
    {
        _budget.TryTake(-reserved);
        return null;
    }

    private bool IsOwn(GuildConfigSnapshot snapshot) => snapshot.Exists && _shards.Contains(snapshot.GuildId);

    private uint LoadedNow(ulong guildId) => _clock.Now - ((uint)(Stripe.HashOf(guildId) >> 40) % ((_timeToLive / Spread / 2) + 1) * 2);

    /// <summary>Evicts least recently used guilds, one by one, until a value fits. Must not be called while holding a stripe's lock.</summary>
    /// <returns>The bytes taken from the budget, beyond those of the replaced value.</returns>
    private long MakeRoomFor(GuildConfigSnapshot snapshot)
    {
        var size = IsOwn(snapshot) ? EntrySize.Of(snapshot) : 0;
        var needed = size - SizeOf(_table.Get(snapshot.GuildId));
        if (needed <= 0 || size > _budget.Max)
        {
            return 0;
        }

        while (!_budget.TryTake(needed))
        {
            if (_hand.Find(except: snapshot.GuildId, _clock.Now) is not { } victim)
            {
                return 0;
            }

            lock (_table.StripeOf(victim.GuildId).Lock)
            {
                if (ReferenceEquals(_table.Get(victim.GuildId), victim))
                {
                    Remove(victim.GuildId, EvictionReason.Capacity);
                }
            }
        }

        return needed;
    }

    /// <summary>Drops the value of a guild from the table, if any. Requires the stripe's lock.</summary>
    private void Remove(ulong guildId, EvictionReason? reason)
    {
        if (_table.Get(guildId) is { } cached)
        {
            _table.Remove(guildId);
            _budget.TryTake(-EntrySize.Of(cached));
            if (reason is { } dropped)
            {
                _counters.Evicted(dropped);
            }
        }
    }

    private void RemoveWhere(Func<Slot, bool> condition, EvictionReason reason)
    {
        for (var i = 0; i < Stripe.Count; i++)
        {
            lock (_table.Stripes[i].Lock)
            {
                foreach (var slot in _table.SlotsOf(i))
                {
                    if (slot.Snapshot is not null && condition(slot))
                    {
                        Remove(slot.GuildId, reason);
                    }
                }
            }
        }
    }
}

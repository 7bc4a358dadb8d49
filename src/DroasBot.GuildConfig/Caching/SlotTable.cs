using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Snapshots by guild: striped, with open addressing. Reads take no lock; changes require the stripe's lock.</summary>
/// <remarks>
/// A slot belongs to one guild for as long as its array lives: a dropped guild leaves its slot behind. When half of the slots are taken, a new array is created with only the
/// remaining guilds, and sized for them: doubling at each step would leave it half empty, at the cost of the guilds themselves. So a reader without a lock, whichever array it has, never finds one guild's value under another's id.
/// </remarks>
internal sealed class SlotTable
{
    private static readonly Slot[] _none = new Slot[1];

    private readonly Slot[][] _slots = [.. Enumerable.Repeat(_none, Stripe.Count)];
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripe.Count).Select(_ => new Stripe())];
    private readonly int[] _taken = new int[Stripe.Count];
    private readonly int[] _live = new int[Stripe.Count];
    private long _count;

    /// <summary>Gets how many guilds have a value.</summary>
    public long Count => Interlocked.Read(ref _count);

    public IReadOnlyList<Stripe> Stripes => _stripes;

    public Stripe StripeOf(ulong guildId) => _stripes[Stripe.IndexOf(Stripe.HashOf(guildId))];

    /// <summary>Gets the slots of a stripe, to search without its lock.</summary>
    public Slot[] SlotsOf(int stripe) => Volatile.Read(ref _slots[stripe]);

    /// <summary>Finds the slot of a guild. It may have no value.</summary>
    /// <returns>A null reference if the guild has none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot Find(ulong guildId)
    {
        var hash = Stripe.HashOf(guildId);
        var slots = Volatile.Read(ref _slots[Stripe.IndexOf(hash)]);
        for (var i = PlaceOf(hash, slots); ; i = After(i, slots))
        {
            ref var slot = ref slots[i];
            var found = Volatile.Read(ref slot.GuildId);
            if (found == guildId)
            {
                return ref slot;
            }

            if (found == 0)
            {
                return ref Unsafe.NullRef<Slot>();
            }
        }
    }

    /// <summary>Gets the value of a guild.</summary>
    public GuildConfigSnapshot? Get(ulong guildId)
    {
        ref var slot = ref Find(guildId);
        return Unsafe.IsNullRef(ref slot) ? null : Volatile.Read(ref slot.Snapshot);
    }

    /// <summary>Puts a value in the slot of its guild.</summary>
    public void Put(GuildConfigSnapshot snapshot, uint loadedAt, uint usedAt)
    {
        var hash = Stripe.HashOf(snapshot.GuildId);
        var stripe = Stripe.IndexOf(hash);
        _stripes[stripe].AssertHeld();
        ref var slot = ref Find(snapshot.GuildId);
        if (Unsafe.IsNullRef(ref slot))
        {
            Add(stripe, hash, new Slot { GuildId = snapshot.GuildId, Snapshot = snapshot, LoadedAt = loadedAt, UsedAt = usedAt });
            return;
        }

        if (slot.Snapshot is null)
        {
            CountLive(stripe, 1);
        }

        (slot.LoadedAt, slot.UsedAt) = (loadedAt, usedAt);
        Volatile.Write(ref slot.Snapshot, snapshot);
    }

    /// <summary>Drops the value of a guild that has one.</summary>
    public void Remove(ulong guildId)
    {
        var stripe = Stripe.IndexOf(Stripe.HashOf(guildId));
        _stripes[stripe].AssertHeld();
        Volatile.Write(ref Find(guildId).Snapshot, null);
        CountLive(stripe, -1);
    }

    /// <summary>Sizes a stripe for its share of a number of guilds, so that it need not grow step by step.</summary>
    public void Reserve(int stripe, long guilds)
    {
        _stripes[stripe].AssertHeld();
        var share = (int)Math.Min(guilds / Stripe.Count, 1 << 20);
        if (LengthFor(share) > _slots[stripe].Length)
        {
            Resize(stripe, share);
        }
    }

    /// <summary>Scales the bits below the stripe's bits to the length of the array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(ulong hash, Slot[] slots) => (int)(((hash << Stripe.Bits >> 32) * (uint)slots.Length) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int After(int place, Slot[] slots) => ++place == slots.Length ? 0 : place;

    /// <summary>Starts two fifths full and grows at half: most searches end at the first slot, so the branch is well predicted. There is always a free slot, at which a search ends.</summary>
    private static int LengthFor(int guilds) => (guilds * 5 / 2) + 1;

    private static void Insert(Slot[] slots, ulong hash, in Slot slot)
    {
        var i = PlaceOf(hash, slots);
        while (slots[i].GuildId != 0)
        {
            i = After(i, slots);
        }

        (slots[i].Snapshot, slots[i].LoadedAt, slots[i].UsedAt) = (slot.Snapshot, slot.LoadedAt, slot.UsedAt);
        Volatile.Write(ref slots[i].GuildId, slot.GuildId);
    }

    private void Add(int stripe, ulong hash, in Slot slot)
    {
        if ((_taken[stripe] + 1) * 2 > _slots[stripe].Length)
        {
            Resize(stripe, _live[stripe] + 1);
        }

        Insert(_slots[stripe], hash, slot);
        _taken[stripe]++;
        CountLive(stripe, 1);
    }

    /// <summary>Creates a new array for the remaining guilds and some more.</summary>
    private void Resize(int stripe, int guilds)
    {
        var slots = new Slot[LengthFor(guilds)];
        foreach (ref var slot in _slots[stripe].AsSpan())
        {
            if (slot.Snapshot is not null)
            {
                Insert(slots, Stripe.HashOf(slot.GuildId), slot);
            }
        }

        _taken[stripe] = _live[stripe];
        Volatile.Write(ref _slots[stripe], slots);
    }

    private void CountLive(int stripe, int by)
    {
        _live[stripe] += by;
        Interlocked.Add(ref _count, by);
    }
}

namespace DroasBot.GuildConfig.Caching;

/// <summary>Finds a guild to evict: the least recently used of a few from several stripes (sampled LRU). Thread-safe; takes no lock.</summary>
internal sealed class EvictionHand(SlotTable table)
{
    private const int Candidates = 16;

    /// <summary>Steps of this size soon reach every part of the stripes, however few guilds there are.</summary>
    private const uint GoldenRatio = 0x9E3779B1;

    private uint _position;

    /// <param name="except">A guild that must stay.</param>
    /// <param name="now">The current time.</param>
    /// <returns><see langword="null"/> if no other guild has a value.</returns>
    public GuildConfigSnapshot? Find(ulong except, uint now)
    {
        var position = Interlocked.Increment(ref _position);
        var first = (int)(unchecked(position * GoldenRatio) >> (32 - Stripe.Bits));
        var (victim, longest, seen) = ((GuildConfigSnapshot?)null, 0u, 0);
        for (var step = 0; step < Stripe.Count && seen < Candidates; step++)
        {
            var slots = table.SlotsOf((first + step) % Stripe.Count);
            var start = (int)(position / Stripe.Count * Candidates % slots.Length);
            for (var i = 0; i < slots.Length && seen < Candidates; i++)
            {
                ref var slot = ref slots[(start + i) % slots.Length];
                if (Volatile.Read(ref slot.Snapshot) is not { } snapshot || snapshot.GuildId == except)
                {
                    continue;
                }

                seen++;
                var unused = now - slot.UsedAt;
                if (victim is null || unused > longest)
                {
                    (victim, longest) = (snapshot, unused);
                }
            }
        }

        return victim;
    }
}

namespace DroasBot.GuildConfig.Caching;

/// <summary>Guards one part of the guild ids: its lock orders fills and publications, its generation tells a fill that it comes too late.</summary>
internal sealed class Stripe
{
    public const int Count = 1024;

    private long _generation;
    private long _departed;

    public Lock Lock { get; } = new();

    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Spreads ids evenly: the bits of a snowflake are mostly its time (Fibonacci hashing, the upper 10 bits of the product).</summary>
    public static int IndexOf(ulong guildId) => (int)(unchecked(guildId * 0x9E3779B97F4A7C15) >> 54);

    /// <summary>Whether something newer than this may have been served and has left since. Only while holding <see cref="Lock"/>.</summary>
    public bool HasSeenNewerThan(long asOf) => asOf < _departed;

    /// <summary>Remembers how new a value was that has been served or announced and is not cached (any longer). Only while holding <see cref="Lock"/>.</summary>
    public void Depart(long asOf) => _departed = Math.Max(_departed, asOf);

    /// <summary>Forgets what has been served: the database is another one. Only while holding <see cref="Lock"/>.</summary>
    public void ForgetDeparted() => _departed = 0;

    /// <summary>Makes every load that has begun before come too late. Only while holding <see cref="Lock"/>.</summary>
    public void Advance() => Volatile.Write(ref _generation, _generation + 1);
}

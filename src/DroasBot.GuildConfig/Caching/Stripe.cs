using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Guards one part of the guild ids: orders loads and publications, and tracks the loads in flight.</summary>
internal sealed class Stripe
{
    public const int Bits = 10;
    public const int Count = 1 << Bits;

    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private Dictionary<ulong, TaskCompletionSource<GuildConfigSnapshot>>? _flights;
    private long _newest;
    private int _generation;

    public Lock Lock { get; } = new();

    /// <summary>Gets the newest revision that was published or served.</summary>
    public long Newest
    {
        get
        {
            AssertHeld();
            return _newest;
        }
    }

    /// <summary>Gets the number of explicit invalidations; a load that began before the latest comes too late.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Spreads ids evenly: the bits of a snowflake are mostly its time (Fibonacci hashing).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HashOf(ulong guildId) => unchecked(guildId * GoldenRatio);

    /// <summary>The upper bits select the stripe.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(ulong hash) => (int)(hash >> (64 - Bits));

    /// <summary>Records the revision of a value that is published or served.</summary>
    public void Raise(long revision)
    {
        AssertHeld();
        _newest = Math.Max(_newest, revision);
    }

    /// <summary>Makes every load that has already begun come too late.</summary>
    public void Advance()
    {
        AssertHeld();
        Volatile.Write(ref _generation, _generation + 1);
    }

    /// <summary>Forgets what was published and served, because the database was replaced.</summary>
    public void Forget()
    {
        Advance();
        _newest = 0;
    }

    /// <summary>Joins the load of a guild, or begins one.</summary>
    public TaskCompletionSource<GuildConfigSnapshot> Join(ulong guildId, out bool isFirst)
    {
        AssertHeld();
        _flights ??= [];
        isFirst = !_flights.TryGetValue(guildId, out var flight);
        return flight ?? (_flights[guildId] = new TaskCompletionSource<GuildConfigSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Ends a load: later callers look up the value again.</summary>
    public void Leave(ulong guildId)
    {
        AssertHeld();
        _flights!.Remove(guildId);
    }

    [Conditional("DEBUG")]
    public void AssertHeld() => Debug.Assert(Lock.IsHeldByCurrentThread, "The stripe is not locked.");
}

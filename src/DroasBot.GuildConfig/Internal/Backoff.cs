namespace DroasBot.GuildConfig.Internal;

/// <summary>The delay before a retry: it doubles up to a limit, with jitter, so that processes that failed together do not retry together.</summary>
internal static class Backoff
{
    private const int MostDoublings = 10;

    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _firstOfOutage = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestOfOutage = TimeSpan.FromSeconds(5);

    public static Task WaitAsync(int attempt) => Task.Delay(Of(_first, _longest, attempt - 1), TimeProvider.System);

    /// <summary>Returns the delay before an unreachable database is tried again.</summary>
    /// <param name="failures">The number of failures since the last success; 0 for the first delay.</param>
    public static TimeSpan InOutage(int failures) => Of(_firstOfOutage, _longestOfOutage, failures);

    /// <summary>Returns between half and all of the first delay, doubled the given number of times, up to the longest.</summary>
    public static TimeSpan Of(TimeSpan first, TimeSpan longest, int doublings)
    {
        var ceiling = Math.Min(longest.Ticks, first.Ticks << Math.Min(doublings, MostDoublings));
#pragma warning disable CA5394 // Jitter is not a secret.
        return TimeSpan.FromTicks((long)(ceiling * (0.5 + (Random.Shared.NextDouble() / 2))));
#pragma warning restore CA5394
    }
}

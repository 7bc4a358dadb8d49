namespace DroasBot.GuildConfig.Internal;

/// <summary>The pause before a retry: doubles up to a limit, and is random, so that processes that failed together do not come back together.</summary>
internal static class Backoff
{
    private const int MostDoublings = 10;

    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _firstOfOutage = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestOfOutage = TimeSpan.FromSeconds(5);

    public static Task WaitAsync(int attempt) => Task.Delay(Of(_first, _longest, attempt - 1), TimeProvider.System);

    /// <summary>Gives the pause before a database that cannot be reached is tried again.</summary>
    /// <param name="failures">How often it could not be reached since it last could; 0 for the first pause.</param>
    public static TimeSpan InOutage(int failures) => Of(_firstOfOutage, _longestOfOutage, failures);

    /// <summary>Gives between half and all of the first pause, doubled so many times, or of the longest if that is less.</summary>
    public static TimeSpan Of(TimeSpan first, TimeSpan longest, int doublings)
    {
        var ceiling = Math.Min(longest.Ticks, first.Ticks << Math.Min(doublings, MostDoublings));
#pragma warning disable CA5394 // Jitter is not a secret.
        return TimeSpan.FromTicks((long)(ceiling * (0.5 + (Random.Shared.NextDouble() / 2))));
#pragma warning restore CA5394
    }
}

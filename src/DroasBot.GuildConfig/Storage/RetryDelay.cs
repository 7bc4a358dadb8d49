namespace DroasBot.GuildConfig.Storage;

/// <summary>The pause before a retry: doubles up to a limit, and is random, so that processes that collided do not collide again.</summary>
internal static class RetryDelay
{
    private const double FirstMilliseconds = 5;
    private const double LongestMilliseconds = 250;

    public static Task WaitAsync(int attempt, TimeProvider timeProvider)
    {
        var ceiling = Math.Min(LongestMilliseconds, FirstMilliseconds * Math.Pow(2, attempt - 1));
#pragma warning disable CA5394 // Jitter is not a secret.
        return Task.Delay(TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2))), timeProvider);
#pragma warning restore CA5394
    }
}

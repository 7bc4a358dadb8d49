namespace DroasBot.GuildConfig.Internal;

/// <summary>The clock for delays and retries. It is the real one, whatever clock the host registers for timestamps and expiry: a clock that stands still must not stop retries.</summary>
/// <param name="provider">The clock; only tests of delays use another than the system's.</param>
internal sealed class WaitingTime(TimeProvider provider)
{
    public static WaitingTime Real { get; } = new(TimeProvider.System);

    public TimeProvider Provider => provider;

    public long GetTimestamp() => provider.GetTimestamp();

    public TimeSpan GetElapsedTime(long since) => provider.GetElapsedTime(since);

    public TimeSpan GetElapsedTime(long since, long until) => provider.GetElapsedTime(since, until);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, provider, cancellationToken);
}

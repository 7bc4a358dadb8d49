namespace DroasBot.GuildConfig.Internal;

/// <summary>The time by which the library waits. It is the real one, whatever clock the host registers for timestamps and expiry: a clock that stands still must stop no retry.</summary>
/// <param name="provider">The clock; another than the system's only in tests of what waits.</param>
internal sealed class WaitingTime(TimeProvider provider)
{
    public static WaitingTime Real { get; } = new(TimeProvider.System);

    public TimeProvider Provider => provider;

    public long GetTimestamp() => provider.GetTimestamp();

    public TimeSpan GetElapsedTime(long since) => provider.GetElapsedTime(since);

    public TimeSpan GetElapsedTime(long since, long until) => provider.GetElapsedTime(since, until);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, provider, cancellationToken);
}

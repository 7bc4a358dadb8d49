using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Milliseconds since its creation, as of the last tick: a read costs one field, where a real clock would cost more than the whole lookup.</summary>
internal sealed class CoarseClock : IDisposable
{
    private static readonly TimeSpan _shortestTick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestTick = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private readonly ITimer _timer;
    private long _now;

    /// <param name="timeProvider">The clock to follow.</param>
    /// <param name="precision">How exact the time is needed; kept between 5 and 250 ms.</param>
    public CoarseClock(TimeProvider timeProvider, TimeSpan precision)
    {
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        var tick = precision < _shortestTick ? _shortestTick : precision > _longestTick ? _longestTick : precision;
        _timer = UnflowedContext.Start(() => timeProvider.CreateTimer(static clock => ((CoarseClock)clock!).Tick(), this, tick, tick));
    }

    public long Now => Volatile.Read(ref _now);

    public void Dispose() => _timer.Dispose();

    private void Tick() => Volatile.Write(ref _now, (long)_timeProvider.GetElapsedTime(_started).TotalMilliseconds);
}

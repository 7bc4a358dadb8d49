using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Counts ticks of some milliseconds since its creation: a read costs one field, where a real clock would cost more than the whole lookup.</summary>
/// <remarks>Times are odd numbers, two a tick, so that one bit is free. They begin again after 2^31 ticks; only differences mean something.</remarks>
internal sealed class CoarseClock : IDisposable
{
    private static readonly TimeSpan _shortestTick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestTick = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _tick;
    private readonly long _started;
    private readonly ITimer _timer;
    private uint _now = 1;

    /// <param name="timeProvider">The clock to follow.</param>
    /// <param name="precision">How exact the time is needed; kept between 5 and 250 ms.</param>
    public CoarseClock(TimeProvider timeProvider, TimeSpan precision)
    {
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        _tick = precision < _shortestTick ? _shortestTick : precision > _longestTick ? _longestTick : precision;
        _timer = UnflowedContext.Start(() => timeProvider.CreateTimer(static clock => ((CoarseClock)clock!).Tick(), this, _tick, _tick));
    }

    /// <summary>Gets the time of the last tick.</summary>
    public uint Now => Volatile.Read(ref _now);

    /// <summary>Tells how much the time grows by.</summary>
    public uint Ticks(TimeSpan duration) => (uint)Math.Ceiling(duration / _tick) * 2;

    public void Dispose() => _timer.Dispose();

    private void Tick() => Volatile.Write(ref _now, unchecked((uint)(long)(_timeProvider.GetElapsedTime(_started) / _tick) * 2) + 1);
}

using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Counts ticks of some milliseconds since its creation: reading it costs one field access, whereas a real clock would cost more than the whole look-up.</summary>
/// <remarks>Times are odd numbers, two per tick, so that one bit is free. They wrap after 2^31 ticks; only differences are meaningful.</remarks>
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
    /// <param name="precision">The required precision; clamped to 5 to 250 ms.</param>
    public CoarseClock(TimeProvider timeProvider, TimeSpan precision)
    {
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        _tick = precision < _shortestTick ? _shortestTick : precision > _longestTick ? _longestTick : precision;
        _timer = UnflowedContext.Start(() => timeProvider.CreateTimer(static clock => ((CoarseClock)clock!).Tick(), this, _tick, _tick));
    }

    /// <summary>Gets the time of the last tick.</summary>
    public uint Now => Volatile.Read(ref _now);

    /// <summary>Converts a duration to the difference of two times.</summary>
    public uint Ticks(TimeSpan duration) => (uint)Math.Ceiling(duration / _tick) * 2;

    public void Dispose() => _timer.Dispose();

    private void Tick() => Volatile.Write(ref _now, unchecked((uint)(long)(_timeProvider.GetElapsedTime(_started) / _tick) * 2) + 1);
}

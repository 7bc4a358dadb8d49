using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Leaves gaps for other processes between long transactions, for engines where waiting writers poll instead of queueing. Used by one thread at a time.</summary>
/// <param name="pause">The polling interval of the others; zero if the engine queues them.</param>
/// <param name="waiting">The clock.</param>
internal sealed class Turns(TimeSpan pause, WaitingTime waiting)
{
    /// <summary>Shorter transactions leave sufficient gaps.</summary>
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(15);

    /// <summary>How long transactions may follow each other without a gap.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _held;
    private long? _began;
    private long _ended;

    /// <summary>Records that a transaction has the lock.</summary>
    public void Began() => _began = waiting.GetTimestamp();

    /// <summary>Records that a transaction has ended, if there was one.</summary>
    public void Ended()
    {
        if (_began is { } began)
        {
            _ended = waiting.GetTimestamp();
            var held = waiting.GetElapsedTime(began, _ended);
            _held += held > _short ? held : TimeSpan.Zero;
            _began = null;
        }
    }

    /// <summary>Gets how long to wait before the next transaction: not at all, unless it is the others' turn.</summary>
    public TimeSpan Next()
    {
        if (_held < _longest)
        {
            return TimeSpan.Zero;
        }

        _held = TimeSpan.Zero;
        var left = pause - waiting.GetElapsedTime(_ended);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

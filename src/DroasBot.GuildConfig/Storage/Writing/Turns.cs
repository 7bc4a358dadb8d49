using System.Diagnostics;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Leaves room for other processes between transactions that take long, where the engine lets them try again and again instead of queueing them. Used by one thread at a time.</summary>
/// <param name="pause">How long it takes the others to try once more; zero if the engine queues them.</param>
internal sealed class Turns(TimeSpan pause)
{
    /// <summary>Shorter transactions leave gaps enough.</summary>
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(15);

    /// <summary>For how long transactions that take long may follow each other.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _held;
    private long? _began;
    private long _ended;

    /// <summary>Takes note that a transaction has the lock.</summary>
    public void Began() => _began = Stopwatch.GetTimestamp();

    /// <summary>Takes note that there is no transaction any more, if there was one.</summary>
    public void Ended()
    {
        if (_began is { } began)
        {
            _ended = Stopwatch.GetTimestamp();
            var held = Stopwatch.GetElapsedTime(began, _ended);
            _held += held > _short ? held : TimeSpan.Zero;
            _began = null;
        }
    }

    /// <summary>Waits before a transaction, if it is the others' turn.</summary>
    public Task WaitAsync()
    {
        if (pause == TimeSpan.Zero || _held < _longest)
        {
            return Task.CompletedTask;
        }

        _held = TimeSpan.Zero;
        var left = pause - Stopwatch.GetElapsedTime(_ended);
        return left > TimeSpan.Zero ? Task.Delay(left, TimeProvider.System) : Task.CompletedTask;
    }
}

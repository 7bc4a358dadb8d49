using System.Diagnostics;

namespace DroasBot.GuildConfig.Coyote;

/// <summary>The time of explored code: its timers fire when Coyote likes, or never.</summary>
internal sealed class ExploredTime(bool isStill = false) : TimeProvider
{
    public override long TimestampFrequency => Stopwatch.Frequency;

    public override long GetTimestamp() => Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state, isStill);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TimerCallback callback, object? state, bool isStill) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (!isStill && dueTime != Timeout.InfiniteTimeSpan)
            {
                _ = Task.Run(() => ElapseAsync(version, dueTime));
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task ElapseAsync(int version, TimeSpan dueTime)
        {
            await Task.Delay(dueTime);
            if (version == _version)
            {
                callback(state);
            }
        }
    }
}

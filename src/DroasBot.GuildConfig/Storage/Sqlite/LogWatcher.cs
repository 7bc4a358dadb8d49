namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Reports when the write-ahead log changes. Under constant changes it stops watching, and reports a change at short intervals instead: each event also costs the writer.</summary>
internal sealed class LogWatcher : IDisposable
{
    private const int ManyEvents = 200;
    private const int TicksOfRest = 100;

    private static readonly TimeSpan _window = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);

    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;

    /// <summary>Held while watching is switched or ends. The watcher's own thread never takes it.</summary>
    private readonly Lock _switch = new();
    private readonly Lock _gate = new();
    private long _windowBegan;
    private int _events;
    private int _ticksLeft;
    private bool _isDisposed;

    /// <param name="file">The database.</param>
    /// <param name="changed">Called on any thread. Must be quick.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">Files cannot be watched here; other exceptions of <see cref="FileSystemWatcher"/> mean the same.</exception>
    public LogWatcher(string file, Action changed, TimeProvider time)
    {
        (_changed, _time, _windowBegan) = (changed, time, time.GetTimestamp());
        _timer = time.CreateTimer(static watcher => ((LogWatcher)watcher!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "-wal")
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
        };
        try
        {
            _watcher.Changed += (_, _) => Take();
            _watcher.Created += (_, _) => Take();
            _watcher.Error += (_, _) => _changed();
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_switch)
        {
            lock (_gate)
            {
                _isDisposed = true;
            }

            _watcher.Dispose();
        }

        _timer.Dispose();
    }

    private void Take()
    {
        _changed();
        lock (_gate)
        {
            if (_time.GetElapsedTime(_windowBegan) > _window)
            {
                (_windowBegan, _events) = (_time.GetTimestamp(), 0);
            }

            if (++_events == ManyEvents && !_isDisposed && _ticksLeft == 0)
            {
                _ticksLeft = TicksOfRest;
                _timer.Change(_tick, _tick);
            }
        }
    }

    private void Tick()
    {
        _changed();
        bool isRested;
        lock (_gate)
        {
            if (_isDisposed || _ticksLeft == 0)
            {
                return;
            }

            isRested = --_ticksLeft == 0;
        }

        if (!TryWatch(isRested))
        {
            return;
        }

        // Reports changes from before watching resumed.
        _changed();
    }

    /// <summary>Must not run on the watcher's own thread, nor under the lock that thread takes.</summary>
    private bool TryWatch(bool isRested)
    {
        lock (_switch)
        {
            try
            {
                _watcher.EnableRaisingEvents = isRested && !_isDisposed;
            }
            catch (Exception)
            {
                // Other watchers have used up the quota meanwhile, for example: it stays paused, and tries again. On this thread, an exception would end the process.
                isRested = false;
            }
        }

        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            if (isRested)
            {
                (_windowBegan, _events) = (_time.GetTimestamp(), 0);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            else if (_ticksLeft == 0)
            {
                _ticksLeft = TicksOfRest;
            }
        }

        return isRested;
    }
}

using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Records a host's log, from all sources: the library, EF Core, the driver. Can wait for an event.</summary>
public sealed class EventRecorder : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly List<(Predicate<RecordedEvent> Condition, TaskCompletionSource<RecordedEvent> Found)> _waits = [];

    public IReadOnlyList<RecordedEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Gets the events that alert an operator.</summary>
    public IReadOnlyList<RecordedEvent> Alarms => [.. Events.Where(recorded => recorded.Level >= LogLevel.Warning)];

    /// <summary>Waits until the library has logged an event.</summary>
    public Task<RecordedEvent> WaitForAsync(int id)
    {
        var found = new TaskCompletionSource<RecordedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_events.Find(IsIt) is { } past)
            {
                found.SetResult(past);
            }
            else
            {
                _waits.Add((IsIt, found));
            }
        }

        return found.Task.InTime();

        bool IsIt(RecordedEvent recorded) => recorded.Id == id && recorded.IsOfTheLibrary;
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(RecordedEvent recorded)
    {
        lock (_gate)
        {
            _events.Add(recorded);
            foreach (var (condition, found) in _waits)
            {
                if (condition(recorded))
                {
                    found.TrySetResult(recorded);
                }
            }
        }
    }

    private sealed class Recorder(EventRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => owner.Add(new RecordedEvent(category, eventId.Id, logLevel, formatter(state, exception), exception));
    }
}

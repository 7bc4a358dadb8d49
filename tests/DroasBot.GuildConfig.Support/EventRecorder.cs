using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Support;

/// <summary>Records a host's log, from all sources: the library, EF Core, the driver. Can wait for an event.</summary>
public sealed class EventRecorder : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly List<(int Id, TaskCompletionSource Logged)> _waits = [];

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

    /// <summary>Gets the events that the library has logged.</summary>
    public IReadOnlyList<RecordedEvent> OfTheLibrary => [.. Events.Where(recorded => recorded.IsOfTheLibrary)];

    /// <summary>Gets how often the library has logged an event.</summary>
    public int Count(int id) => OfTheLibrary.Count(recorded => recorded.Id == id);

    /// <summary>Gets what the library has logged as an event.</summary>
    public IReadOnlyList<string> Messages(int id) => [.. OfTheLibrary.Where(recorded => recorded.Id == id).Select(recorded => recorded.Message)];

    /// <summary>Waits until the library has logged an event.</summary>
    public Task WaitForAsync(int id)
    {
        lock (_gate)
        {
            if (_events.Exists(recorded => recorded.IsOfTheLibrary && recorded.Id == id))
            {
                return Task.CompletedTask;
            }

            var logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((id, logged));
            return logged.Task.InTime();
        }
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
            foreach (var (id, logged) in _waits)
            {
                if (recorded.IsOfTheLibrary && recorded.Id == id)
                {
                    logged.TrySetResult();
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

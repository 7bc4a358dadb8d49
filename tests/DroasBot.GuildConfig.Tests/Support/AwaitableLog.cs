using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Counts the library's log messages by event id, and can wait for them.</summary>
internal sealed class AwaitableLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<(int EventId, string Message)> _entries = [];
    private readonly List<(int EventId, int Count, TaskCompletionSource Reached)> _waits = [];

    public int Count(int eventId)
    {
        lock (_gate)
        {
            return _entries.Count(entry => entry.EventId == eventId);
        }
    }

    public IReadOnlyList<string> Messages(int eventId)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => entry.EventId == eventId).Select(entry => entry.Message)];
        }
    }

    /// <summary>Waits until an event has been logged the given number of times.</summary>
    public Task WaitForAsync(int eventId, int count = 1)
    {
        lock (_gate)
        {
            if (_entries.Count(entry => entry.EventId == eventId) >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((eventId, count, reached));
            return reached.Task.InTime();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.StartsWith("DroasBot.", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private void Add(int eventId, string message)
    {
        lock (_gate)
        {
            _entries.Add((eventId, message));
            var count = _entries.Count(entry => entry.EventId == eventId);
            foreach (var wait in _waits.Where(wait => wait.EventId == eventId && wait.Count <= count))
            {
                wait.Reached.TrySetResult();
            }
        }
    }

    private sealed class Logger(AwaitableLog owner, bool records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => records;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (records)
            {
                owner.Add(eventId.Id, formatter(state, exception));
            }
        }
    }
}

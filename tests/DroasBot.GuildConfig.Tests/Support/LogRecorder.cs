using System.Collections.Concurrent;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Records the library's log.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<(int EventId, LogLevel Level, string Message)> _entries = new();

    public IReadOnlyCollection<(int EventId, LogLevel Level, string Message)> Entries => _entries;

    public int Count(int eventId) => _entries.Count(entry => entry.EventId == eventId);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName.StartsWith("DroasBot.", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Recorder(LogRecorder owner, bool records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => records;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (records)
            {
                owner._entries.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
            }
        }
    }
}

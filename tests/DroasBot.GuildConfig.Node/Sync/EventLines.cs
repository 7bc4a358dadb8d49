using System.Globalization;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Prints one line for each log message of the library: <c>log EVENT_ID</c>.</summary>
internal sealed class EventLines : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("DroasBot.", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log {eventId.Id}"));
        }
    }

    public void Dispose()
    {
    }
}

using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>The host's logger for one of the library's classes. Exceptions of a logging provider are swallowed: there is nowhere to report them.</summary>
/// <typeparam name="T">The class.</typeparam>
internal sealed class GuardedLogger<T>(ILoggerFactory factory) : ILogger<T>
{
    private readonly ILogger _inner = factory.CreateLogger<T>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // A logging failure must not fail a read or a write.
        }
    }
}

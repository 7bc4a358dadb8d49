using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Shows one category of the log, one line for each entry.</summary>
internal sealed class DisplayLogger(IDisplay display) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var cause = exception is null ? "" : $" ({exception.Message})";
        display.Warning($"{logLevel}: {formatter(state, exception)}{cause}");
    }
}

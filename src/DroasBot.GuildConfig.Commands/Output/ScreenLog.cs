using DroasBot.GuildConfig.Commands.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Shows the library's log messages, for commands that run until stopped.</summary>
internal sealed class ScreenLog : ILoggerProvider
{
    private readonly Screen _screen;
    private volatile bool _isDetached;

    private ScreenLog(Screen screen) => _screen = screen;

    /// <summary>Shows them until the result is disposed.</summary>
    public static ScreenLog Attach(CommandContext context)
    {
        var log = new ScreenLog(context.Screen);
        context.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return log;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose() => _isDetached = true;

    private sealed class Logger(ScreenLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && !log._isDetached;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log._screen.Note($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
            }
        }
    }
}

using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Shows the host's log in the display: the console's own logger would write into the middle of a progress bar.</summary>
internal sealed class DisplayLoggerProvider(IDisplay display) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new DisplayLogger(display);

    public void Dispose()
    {
    }
}

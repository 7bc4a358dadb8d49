using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Keeps what a host's listener throws away from the library: the runtime throws it into the code that records. Logged once. Thread-safe.</summary>
internal sealed class TelemetryGuard(ILogger<TelemetryGuard>? logger = null)
{
    private int _hasLogged;

    /// <summary>Does something that a listener is told of.</summary>
    public void Run(Action record)
    {
        try
        {
            record();
        }
        catch (Exception thrown)
        {
            Report(thrown);
        }
    }

    /// <summary>Takes note of what a listener has thrown.</summary>
    public void Report(Exception thrown)
    {
        if (logger is not null && Interlocked.Exchange(ref _hasLogged, 1) == 0)
        {
            logger.ListenerFailed(thrown);
        }
    }
}

using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Contains the exceptions of a host's listeners, which the runtime throws into the code that records. Logged once. Thread-safe.</summary>
internal sealed class TelemetryGuard(ILogger<TelemetryGuard>? logger = null)
{
    private int _hasLogged;

    /// <summary>Runs an action that notifies listeners.</summary>
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

    /// <summary>Records an exception of a listener.</summary>
    public void Report(Exception thrown)
    {
        if (logger is not null && Interlocked.Exchange(ref _hasLogged, 1) == 0)
        {
            logger.ListenerFailed(thrown);
        }
    }
}

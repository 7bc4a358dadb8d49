using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Tests at the start whether the database can be written, by a write that changes nothing. If not, reads continue, and the health check reports it.</summary>
internal sealed class WriteProbe(WriteQueue queue, ILogger<WriteProbe> logger)
{
    private Task _answer = Task.CompletedTask;

    /// <summary>Starts the test. No start waits for its result.</summary>
    public void Start() => _answer = Task.Run(RunAsync);

    /// <summary>Waits for the result, up to a timeout.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
        => await _answer.WaitAsync(timeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        try
        {
            await queue.ProbeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            logger.WriteProbeFailed(failure);
        }
        catch (GuildConfigException)
        {
            // The host has stopped in the meantime.
        }
    }
}

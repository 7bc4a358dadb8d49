using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Finds out at the start whether the database can be written, by a write that changes nothing. Reads go on if it cannot; health says so.</summary>
internal sealed class WriteProbe(WriteQueue queue, ILogger<WriteProbe> logger)
{
    private Task _answer = Task.CompletedTask;

    /// <summary>Asks. No start waits for the answer.</summary>
    public void Start() => _answer = Task.Run(RunAsync);

    /// <summary>Waits for the answer, for no longer than a time.</summary>
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
            // The host has stopped meanwhile.
        }
    }
}

using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Finds out at the start whether the database can be written, by a write that changes nothing. Reads go on if it cannot; health says so.</summary>
internal sealed class WriteProbe(WriteQueue queue, ILogger<WriteProbe> logger)
{
    /// <summary>Gets what completes when the database has answered. No start waits for it.</summary>
    public Task Answer { get; private set; } = Task.CompletedTask;

    public void Start() => Answer = Task.Run(RunAsync);

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

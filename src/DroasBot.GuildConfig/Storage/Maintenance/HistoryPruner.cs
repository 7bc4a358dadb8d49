using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Removes changes older than the retention, a few at a time, between the writes of the host.</summary>
internal sealed class HistoryPruner(
    WriteQueue queue,
    OutageTracker outage,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    ILogger<HistoryPruner> logger) : IBackgroundLoop
{
    private const int BatchSize = 200;
    private static readonly TimeSpan _shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.HistoryRetention is not { } retention)
        {
            return;
        }

        var pause = TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, _shortestPause.Ticks, _longestPause.Ticks));
        for (var isFailing = false; ;)
        {
            try
            {
                await PruneAsync(timeProvider.GetUtcNow() - retention, cancellationToken).ConfigureAwait(false);
                isFailing = false;
            }
            catch (GuildConfigException failure)
            {
                if (!isFailing && !outage.IsOpen)
                {
                    logger.PruningFailed(failure);
                    isFailing = true;
                }
            }

            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes through all changes older than <paramref name="changedBefore"/> once.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<long> PruneAsync(DateTimeOffset changedBefore, CancellationToken cancellationToken)
    {
        var removed = 0L;
        long? position = 0;
        while (position is { } after)
        {
            (position, var deleted) = await queue.ExecuteAsync(unit => unit.PruneAsync(after, changedBefore, BatchSize), cancellationToken).ConfigureAwait(false);
            removed += deleted;
        }

        return removed;
    }
}

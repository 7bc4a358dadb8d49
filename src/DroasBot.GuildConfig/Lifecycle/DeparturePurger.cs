using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Lifecycle;

/// <summary>Erases the guilds of this process's shards that have been away for longer than they are kept, and counts the departed ones.</summary>
/// <remarks>
/// The transaction that erases checks whether a departure still stands: a guild that has returned by then is not touched. A guild that returned while no
/// process was running is found by the reconciliation, for which a process that has just started waits.
/// </remarks>
internal sealed class DeparturePurger(
    DepartureReader departures,
    GuildEraser eraser,
    DepartureFigures figures,
    IDatabaseAdministration administration,
    GuildShards shards,
    SweepLoop loop,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    WaitingTime waiting,
    ILogger<DeparturePurger> logger) : IBackgroundLoop
{
    /// <summary>How long a process that is never reconciled waits before it erases. A bot may take that long to connect all its shards.</summary>
    private static readonly TimeSpan _longestGrace = TimeSpan.FromHours(1);

    private readonly long _began = waiting.GetTimestamp();
    private volatile bool _isReconciled;

    /// <summary>Records that departures are up to date: no guild has returned unnoticed.</summary>
    public void Reconciled() => _isReconciled = true;

    public Task RunAsync(CancellationToken cancellationToken)
        => loop.RunAsync(SweepAsync, SweepLoop.PauseFor(options.Value.LeftGuildRetention ?? TimeSpan.MaxValue), logger.PurgeFailed, cancellationToken);

    /// <summary>Counts the departed guilds.</summary>
    public async Task CountAsync(CancellationToken cancellationToken) => figures.Counted(await departures.CountAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Erases the guilds that are due, once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (options.Value.LeftGuildRetention is { } retention && (_isReconciled || waiting.GetElapsedTime(_began) >= (retention < _longestGrace ? retention : _longestGrace)))
        {
            await PurgeAsync((timeProvider.GetUtcNow() - retention).ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
        }

        await CountAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PurgeAsync(long leftBy, CancellationToken cancellationToken)
    {
        var purged = 0;
        await foreach (var departure in departures.ListAsync(leftBy, cancellationToken).ConfigureAwait(false))
        {
            if (shards.Contains(departure.GuildId) && await eraser.EraseDepartedAsync(departure.GuildId, leftBy, cancellationToken).ConfigureAwait(false))
            {
                figures.Erased();
                purged++;
            }
        }

        if (purged > 0)
        {
            logger.DepartedErased(purged);
            await administration.ScrubAsync(isAsked: false, cancellationToken).ConfigureAwait(false);
        }
    }
}

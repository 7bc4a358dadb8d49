using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Removes changes that are older than the retention or exceed the limit per guild, a few at a time, between the host's writes.</summary>
/// <remarks>
/// Readers find what to remove, outside the write transaction, and only where something can have changed: among the changes that have expired since
/// the last sweep, and among the guilds that have changed since. So a sweep costs what it removes, not what it keeps.
/// </remarks>
internal sealed class HistoryPruner(
    PrunableChanges prunable,
    WriteQueue queue,
    SweepLoop loop,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    ILogger<HistoryPruner> logger) : IBackgroundLoop
{
    /// <summary>How much the clocks of writing machines may differ: changes within this window are checked again.</summary>
    private static readonly TimeSpan _clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The revision up to which expired changes have been removed.</summary>
    private long _old;

    /// <summary>The revision up to which changed guilds have been checked; 0 until all guilds have been.</summary>
    private long _looked;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value is { HistoryRetention: null, HistoryLimit: null })
        {
            return;
        }

        await loop.RunAsync(
            SweepAsync, options.Value.HistoryRetention is { } retention ? SweepLoop.PauseFor(retention) : TimeSpan.FromSeconds(5), logger.PruningFailed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes all changes older than <paramref name="changedBefore"/>, and those beyond the limit.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<long> PruneAsync(DateTimeOffset changedBefore, CancellationToken cancellationToken)
    {
        var before = changedBefore.ToUnixTimeMilliseconds();
        var end = await prunable.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        return await PruneOldAsync(0, end, before, cancellationToken).ConfigureAwait(false)
            + await PruneExcessAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (options.Value.HistoryRetention is { } retention)
        {
            var before = (timeProvider.GetUtcNow() - retention).ToUnixTimeMilliseconds();
            var end = await prunable.FindEndAsync(before, cancellationToken).ConfigureAwait(false);
            await PruneOldAsync(_old, end, before, cancellationToken).ConfigureAwait(false);
            await PruneChangedAsync(before, cancellationToken).ConfigureAwait(false);
            _old = await prunable.FindEndAsync(before - (long)_clockSkew.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await PruneChangedAsync(long.MinValue, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> PruneOldAsync(long after, long end, long before, CancellationToken cancellationToken)
    {
        if (end <= after)
        {
            return 0;
        }

        long removed = await queue.ExecuteAsync(unit => ChangeRemoval.RemoveRefreshesAsync(unit, end, before), cancellationToken).ConfigureAwait(false);
        await foreach (var guilds in prunable.ListChangedAsync(after, end, before, cancellationToken).ConfigureAwait(false))
        {
            removed += await PruneAsync(guilds, before, limit: null, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>When a guild changes, its formerly newest change may have expired, and it may exceed the limit.</summary>
    private async Task PruneChangedAsync(long before, CancellationToken cancellationToken)
    {
        var revision = await prunable.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        if (_looked == 0)
        {
            await PruneExcessAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (revision > _looked)
        {
            var seen = new HashSet<ulong>();
            await foreach (var guilds in prunable.ListChangedAsync(_looked, revision, long.MaxValue, cancellationToken).ConfigureAwait(false))
            {
                await PruneAsync([.. guilds.Where(seen.Add)], before, options.Value.HistoryLimit, cancellationToken).ConfigureAwait(false);
            }
        }

        _looked = revision;
    }

    private async Task<long> PruneExcessAsync(CancellationToken cancellationToken)
        => options.Value.HistoryLimit is { } limit
            ? await PruneAsync(await prunable.ListLongAsync(limit, cancellationToken).ConfigureAwait(false), long.MinValue, limit, cancellationToken).ConfigureAwait(false)
            : 0;

    private async Task<long> PruneAsync(IReadOnlyList<ulong> guilds, long before, int? limit, CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var guild in guilds)
        {
            while (await prunable.FindCutAsync(guild, before, limit, cancellationToken).ConfigureAwait(false) is { } last)
            {
                removed += await queue.ExecuteAsync(unit => ChangeRemoval.RemoveAsync(unit, guild, last), cancellationToken).ConfigureAwait(false);
            }
        }

        return removed;
    }
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Reloads expired guilds after they were read, a few at a time, in the background. Thread-safe.</summary>
/// <remarks>
/// If the queue is full, the guild's next read requests it again. During an outage nothing is reloaded: the outage ends when somebody else can read the
/// database again. A guild that cannot be loaded although the database can be read keeps its value, and is not retried for a while.
/// </remarks>
internal sealed class Revalidation(SnapshotLoader loader, GuildConfigCache cache, LoadFailureTracker report, WaitingTime waiting)
{
    private const int MostWorkers = 4;
    private const int Places = 1024;

    /// <summary>Half of the processors at most: an embedded database works on the caller's thread, and the readers need the rest.</summary>
    private static readonly int _workers = Math.Clamp(Environment.ProcessorCount / 2, 1, MostWorkers);

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _requested = [];
    private readonly Queue<ulong> _queue = new();
    private int _running;

    /// <summary>Records that a guild was read past its time-to-live.</summary>
    public void Served(ulong guildId)
    {
        if (report.IsOutage)
        {
            cache.Counters.StaleHits.Increment();
            report.ServedStale();
            return;
        }

        cache.Counters.ExpiredHits.Increment();
        if (_requested.Count < Places && Request(guildId))
        {
            UnflowedContext.Run(() => _ = Task.Run(WorkAsync));
        }
    }

    /// <returns>Whether another worker must be started.</returns>
    private bool Request(ulong guildId)
    {
        lock (_gate)
        {
            if (!_requested.Add(guildId))
            {
                return false;
            }

            _queue.Enqueue(guildId);
            return _running < _workers && ++_running > 0;
        }
    }

    private async Task WorkAsync()
    {
        while (TryTake(out var guildId))
        {
            await RevalidateAsync(guildId).ConfigureAwait(false);
        }
    }

    private bool TryTake(out ulong guildId)
    {
        lock (_gate)
        {
            var isTaken = _queue.TryDequeue(out guildId);
            _running -= isTaken ? 0 : 1;
            return isTaken;
        }
    }

    private async Task RevalidateAsync(ulong guildId)
    {
        try
        {
            if (!report.IsOutage)
            {
                await loader.ReloadAsync(guildId, CancellationToken.None).ConfigureAwait(false);
            }

            Forget(guildId);
        }
        catch (Exception)
        {
            // Counted, traced and logged like every failed load.
            _ = ForgetLaterAsync(guildId);
        }
    }

    private async Task ForgetLaterAsync(ulong guildId)
    {
        await waiting.DelayAsync(_pause, CancellationToken.None).ConfigureAwait(false);
        Forget(guildId);
    }

    private void Forget(ulong guildId)
    {
        lock (_gate)
        {
            _requested.Remove(guildId);
        }
    }
}

using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Tracks failed loads, and distinguishes a database that cannot be read from a row that cannot. Thread-safe.</summary>
/// <remarks>
/// A failed load may be the fault of its row. So the database is asked for its revision, at most once a second: if it answers, there is no outage,
/// and at most one line in ten minutes reports all such failures.
/// </remarks>
internal sealed class LoadFailureTracker(IGuildConfigRepository repository, OutageTracker outage, WaitingTime waiting, ILogger<LoadFailureTracker> logger)
{
    private static readonly TimeSpan _betweenQuestions = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _betweenLines = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _staleMemory = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task _question = Task.CompletedTask;
    private long? _answered;
    private long? _logged;
    private long _unlogged;
    private long _staleUntil;

    /// <summary>Gets whether the database cannot be read, as far as is known.</summary>
    public bool IsOutage => outage.IsOpen;

    /// <summary>Gets whether a read was answered past its time-to-live in the last ten seconds.</summary>
    public bool ServesStale => waiting.GetTimestamp() < Volatile.Read(ref _staleUntil);

    /// <summary>Gets the current or the last query of the database's revision.</summary>
    internal Task Question
    {
        get
        {
            lock (_gate)
            {
                return _question;
            }
        }
    }

    public void Succeeded() => outage.LoadsSucceeded();

    /// <summary>Records a failed load. Does not wait for the database.</summary>
    public void Failed(ulong guildId, Exception failure)
    {
        outage.CountFailedLoad();
        lock (_gate)
        {
            // The feed polls anyway until it is answered.
            if (_question.IsCompleted && !outage.SyncFails && !HasPassedLessThan(_betweenQuestions, _answered))
            {
                _question = UnflowedContext.Start(() => Task.Run(() => AskAsync(guildId, failure)));
            }
        }
    }

    public void ServedStale()
    {
        outage.CountStaleRead();
        Volatile.Write(ref _staleUntil, waiting.GetTimestamp() + (long)(_staleMemory.TotalSeconds * waiting.Provider.TimestampFrequency));
    }

    private async Task AskAsync(ulong guildId, Exception failure)
    {
        try
        {
            await repository.ReadRevisionAsync(CancellationToken.None).ConfigureAwait(false);
            Answered(guildId, failure);
        }
        catch (GuildConfigStoreException)
        {
            outage.LoadsFailed(failure);
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped.
        }
        finally
        {
            lock (_gate)
            {
                _answered = waiting.GetTimestamp();
            }
        }
    }

    private void Answered(ulong guildId, Exception failure)
    {
        if (outage.IsOpen)
        {
            outage.LoadsSucceeded();
            return;
        }

        long count;
        lock (_gate)
        {
            _unlogged += outage.Dismiss();
            if (HasPassedLessThan(_betweenLines, _logged))
            {
                return;
            }

            _logged = waiting.GetTimestamp();
            count = _unlogged;
            _unlogged = 0;
        }

        logger.LoadFailed(failure, guildId, count);
    }

    private bool HasPassedLessThan(TimeSpan time, long? since) => since is { } timestamp && waiting.GetElapsedTime(timestamp) < time;
}

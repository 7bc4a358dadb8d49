using DroasBot.GuildConfig.Diagnostics;
using DroasBot.GuildConfig.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Commits batches of units of work, each batch in one transaction, and publishes what was committed. Used by one thread at a time.</summary>
internal sealed class BatchWriter(
    IGuildConfigDatabase database,
    SettingsRegistry registry,
    WriteRules rules,
    IEnumerable<IChangeObserver> observers,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    GuildConfigMetrics metrics,
    ILogger<BatchWriter> logger) : IDisposable
{
    private readonly IChangeObserver[] _observers = [.. observers];
    private WriteSession? _session;

    /// <summary>Executes units of work in their order and completes their callers. Never throws.</summary>
    public async Task ExecuteAsync(IReadOnlyList<WriteRequest> batch)
    {
        var started = timeProvider.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var changes = new List<GuildConfigChange>();
            var failure = await TryCommitAsync(batch, changes).ConfigureAwait(false);
            if (failure is null)
            {
                Publish(changes);
                Complete(batch);
                return;
            }

            _session?.Dispose();
            _session = null;
            if (!failure.Error.IsTransient && failure.InUnit && batch.Count > 1)
            {
                // One unit holds what the engine refuses: alone, it fails alone.
                foreach (var request in batch)
                {
                    await ExecuteAsync([request]).ConfigureAwait(false);
                }

                return;
            }

            if (!failure.Error.IsTransient || timeProvider.GetElapsedTime(started) >= options.Value.TransactionTimeout)
            {
                Fail(batch, failure.Error);
                return;
            }

            logger.WriteRetried(failure.Error, attempt);
            metrics.Retried();
            await RetryDelay.WaitAsync(attempt, timeProvider).ConfigureAwait(false);
        }
    }

    public void Dispose() => _session?.Dispose();

    private async Task<Failure?> TryCommitAsync(IReadOnlyList<WriteRequest> batch, List<GuildConfigChange> changes)
    {
        try
        {
            var session = _session ??= await WriteSession.OpenAsync(database, registry, CancellationToken.None).ConfigureAwait(false);
            var revision = await session.BeginAsync(CancellationToken.None).ConfigureAwait(false);
            Tell(observer => observer.OnBegan(revision));
            var (hasWritten, hasPruned) = (false, false);
            foreach (var request in batch)
            {
                var unit = new UnitOfWork(session, database, rules, revision);
                await session.SaveAsync().ConfigureAwait(false);
                await request.RunAsync(unit).ConfigureAwait(false);
                if (unit.Doom is GuildConfigStoreException storeFailure)
                {
                    return new Failure(storeFailure, InUnit: true);
                }

                if (request.Failure is not null)
                {
                    await session.RollbackToSavedAsync().ConfigureAwait(false);
                    continue;
                }

                await session.ReleaseAsync().ConfigureAwait(false);
                revision = unit.Revision;
                changes.AddRange(unit.Changes);
                hasWritten |= unit.HasWritten;
                hasPruned |= unit.HasPruned;
            }

            await (hasWritten ? session.CommitAsync(revision, CancellationToken.None) : session.RollbackAsync()).ConfigureAwait(false);
            if (hasPruned)
            {
                await CompactAsync(session).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception failure)
        {
            return new Failure(failure as GuildConfigStoreException ?? database.ToStoreException(failure), InUnit: false);
        }
    }

    /// <summary>What was committed is committed, whether or not the file shrinks now.</summary>
    private async Task CompactAsync(WriteSession session)
    {
        try
        {
            await session.CompactAsync(database).ConfigureAwait(false);
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            logger.CompactionFailed(failure);
        }
    }

    private void Publish(List<GuildConfigChange> changes)
    {
        foreach (var change in changes)
        {
            Tell(observer => observer.OnCommitted(change));
        }
    }

    private void Tell(Action<IChangeObserver> news)
    {
        foreach (var observer in _observers)
        {
            try
            {
                news(observer);
            }
            catch (Exception failure)
            {
                logger.ObserverFailed(failure, observer.GetType().Name);
            }
        }
    }

    private void Complete(IReadOnlyList<WriteRequest> batch)
    {
        foreach (var request in batch)
        {
            if (request.Failure is GuildConfigConflictException)
            {
                metrics.Conflicted();
            }

            request.Complete();
        }
    }

    /// <summary>Each caller gets an exception of its own: one object thrown by many would mix up their stack traces.</summary>
    private static void Fail(IReadOnlyList<WriteRequest> batch, GuildConfigStoreException error)
    {
        foreach (var request in batch)
        {
            request.Fail(new GuildConfigStoreException(error.Message, error.IsTransient, error.InnerException));
        }
    }

    private sealed record Failure(GuildConfigStoreException Error, bool InUnit);
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Commits batches of units of work, each batch in one transaction, and publishes what was committed. Used by one thread at a time.</summary>
internal sealed class BatchWriter(
    IGuildConfigDatabase database,
    SettingsRegistry registry,
    WriteRules rules,
    IEnumerable<IChangeObserver> observers,
    IOptions<GuildConfigOptions> options,
    TimeProvider timeProvider,
    GuildConfigMetrics metrics,
    Tracing tracing,
    ILogger<BatchWriter> logger) : IDisposable
{
    private readonly IChangeObserver[] _observers = [.. observers];
    private WriteSession? _session;

    /// <summary>Executes units of work in their order and completes their callers. Never throws.</summary>
    public async Task ExecuteAsync(IReadOnlyList<WriteRequest> batch)
    {
        // It ends before the callers go on, so that each finds his commit among what has ended.
        using var operation = tracing.BeginCommit(Tracing.IsTraced ? batch.Select(static request => request.Caller) : []);
        operation.Tag("batch.size", batch.Count);
        var started = timeProvider.GetTimestamp();
        var changes = new List<GuildConfigChange>();
        string? transactionInDoubt = null;
        for (var attempt = 1; ; attempt++)
        {
            var failure = transactionInDoubt is null ? null : await TryResolveAsync(transactionInDoubt, changes).ConfigureAwait(false);
            if (failure is null && (transactionInDoubt is null || changes.Count == 0))
            {
                transactionInDoubt = null;
                changes.Clear();
                failure = await TryCommitAsync(batch, changes).ConfigureAwait(false);
            }

            if (failure is null)
            {
                operation.Tag("changes", changes.Count);
                operation.Succeeded();
                operation.Dispose();
                metrics.Executed(batch.Count);
                Publish(changes);
                Complete(batch);
                return;
            }

            // Only changes can be made twice: pruning again does no harm.
            transactionInDoubt ??= changes.Count > 0 ? _session?.TransactionInDoubt : null;
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
                operation.Failed(failure.Error);
                operation.Dispose();
                metrics.Executed(batch.Count);
                Fail(batch, transactionInDoubt is null ? failure.Error : OutcomeUnknown(failure.Error));
                return;
            }

            logger.WriteRetried(failure.Error, attempt);
            metrics.Retried();
            await Backoff.WaitAsync(attempt, timeProvider).ConfigureAwait(false);
        }
    }

    public void Dispose() => _session?.Dispose();

    private async Task<WriteSession> OpenSessionAsync()
        => _session ??= await WriteSession.OpenAsync(database, registry, CancellationToken.None).ConfigureAwait(false);

    /// <summary>Finds out whether a transaction was committed whose COMMIT was not answered; if not, empties the list of its changes.</summary>
    private async Task<Failure?> TryResolveAsync(string transactionInDoubt, List<GuildConfigChange> changes)
    {
        try
        {
            // Its lock on the clock is held until it has ended, so whoever has the lock now finds it either committed or not.
            var session = await OpenSessionAsync().ConfigureAwait(false);
            var revision = await session.BeginAsync(CancellationToken.None).ConfigureAwait(false);
            var hasCommitted = await session.HasCommittedAsync(transactionInDoubt, changes[^1], revision).ConfigureAwait(false);
            await session.RollbackAsync().ConfigureAwait(false);
            if (!hasCommitted)
            {
                changes.Clear();
            }

            return null;
        }
        catch (Exception failure)
        {
            return new Failure(failure as GuildConfigStoreException ?? database.ToStoreException(failure), InUnit: false);
        }
    }

    private async Task<Failure?> TryCommitAsync(IReadOnlyList<WriteRequest> batch, List<GuildConfigChange> changes)
    {
        try
        {
            var session = await OpenSessionAsync().ConfigureAwait(false);
            var revision = await session.BeginAsync(CancellationToken.None).ConfigureAwait(false);
            Notify(observer => observer.OnBegan(revision));
            var (hasWritten, hasPruned) = (false, false);
            foreach (var request in batch)
            {
                var unit = new UnitOfWork(session.Statements, database, rules, revision);
                await session.SaveAsync().ConfigureAwait(false);
                await request.RunAsync(unit).ConfigureAwait(false);
                if (unit.RollbackCause is GuildConfigStoreException storeFailure)
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
            Notify(observer => observer.OnCommitted(change));
        }
    }

    private void Notify(Action<IChangeObserver> news)
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

    private GuildConfigStoreException OutcomeUnknown(GuildConfigStoreException error)
        => new(
            $"The connection to the database '{database.Name}' was lost while a change was being committed, and whether it was is unknown. Read the guild again before you repeat the change. ({error.Message})",
            isTransient: false,
            error.InnerException);

    private sealed record Failure(GuildConfigStoreException Error, bool InUnit);
}

using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Commits batches of requests, each batch in one transaction, and publishes what was committed. Used by one thread at a time.</summary>
internal sealed class BatchWriter(
    IDatabaseConnections connections,
    ReaderPool readers,
    IDatabaseDialect dialect,
    IDatabaseAdministration administration,
    SettingsRegistry registry,
    WriteRules rules,
    WaitingTime waiting,
    ICommitObserver observer,
    WriteHealth health,
    GuildConfigMetrics metrics,
    Tracing tracing,
    ILogger<BatchWriter> logger,
    IDatabaseFaults? faults = null) : IDisposable
{
    private const double PatiencePart = 0.9;

    private static readonly TimeSpan _shortestPatience = TimeSpan.FromMilliseconds(50);

    private readonly BatchPlanner _planner = new(rules, waiting);
    private readonly Turns _turns = new(dialect.TurnPause, waiting);
    private WriteSession? _session;
    private bool _isCheckpointed = true;

    /// <summary>Gets whether there is a session for <see cref="TendAsync"/> to maintain.</summary>
    public bool HasSession => _session is not null;

    /// <summary>Executes requests in order and answers their callers. Never throws.</summary>
    /// <returns>The requests for another batch, since this one was open for long enough; and those that were left behind, each with the task that it is still running in.</returns>
    public async Task<(IReadOnlyList<WriteRequest> Remaining, IReadOnlyList<(WriteRequest Request, Task Running)> LeftBehind)> ExecuteAsync(IReadOnlyList<WriteRequest> batch)
    {
        var commit = new CommitAttempt(batch);
        using var operation = tracing.BeginCommit(Tracing.IsTraced ? batch.Select(static request => request.Caller) : []);
        operation.Tag("batch.size", batch.Count);
        for (var attempt = 1; ; attempt++)
        {
            var failure = await TryAsync(commit).ConfigureAwait(false);
            if (failure is null)
            {
                Finish(commit, operation);
                break;
            }

            _session?.Dispose();
            _session = null;
            health.Failed(failure.Error);
            if (!failure.Error.IsTransient && failure.IsOfRequests && commit.Requests.Count > 1)
            {
                // The engine refuses one of the requests: run individually, only that one fails.
                foreach (var request in commit.Requests)
                {
                    var (_, leftBehind) = await ExecuteAsync([request]).ConfigureAwait(false);
                    commit.LeftBehind.AddRange(leftBehind);
                }

                break;
            }

            var error = commit.TransactionInDoubt is null ? failure.Error : OutcomeUnknown(failure.Error);
            commit.FailWhere(request => !failure.Error.IsTransient || request.Left <= TimeSpan.Zero, error);
            if (commit.Requests.Count == 0)
            {
                operation.Failed(failure.Error);
                metrics.Executed(batch.Count - commit.Rest.Count - commit.LeftBehind.Count);
                break;
            }

            logger.WriteRetried(failure.Error, attempt);
            metrics.Retried();
            await Backoff.WaitAsync(attempt).ConfigureAwait(false);
        }

        return (commit.Rest, commit.LeftBehind);
    }

    /// <summary>Writes the clock unchanged, in one statement, and answers the request. Never throws.</summary>
    public async Task ProbeAsync(ProbeRequest request)
    {
        try
        {
            faults?.BeforeWrite();
            await (await OpenSessionAsync().ConfigureAwait(false)).TouchAsync().ConfigureAwait(false);
            health.Succeeded();
            request.Complete();
        }
        catch (Exception failure)
        {
            _session?.Dispose();
            _session = null;
            var error = failure as GuildConfigStoreException ?? dialect.ToStoreException(failure);
            health.Failed(error);
            request.Fail(error);
        }
    }

    /// <summary>Idle maintenance: closes a session whose file is gone, so that its replacement can be opened.</summary>
    /// <param name="isQuiet">Whether the queue has been idle for a while: then the log is checkpointed, so that the database file alone is complete.</param>
    public async Task TendAsync(bool isQuiet)
    {
        try
        {
            _session!.Session.ThrowIfGone();
            if (isQuiet && !_isCheckpointed)
            {
                await administration.CheckpointAsync(_session.Session, CancellationToken.None).ConfigureAwait(false);
                _isCheckpointed = true;
            }
        }
        catch (Exception failure) when (dialect.IsOwn(failure) || failure is GuildConfigStoreException)
        {
            _session!.Dispose();
            _session = null;
        }
    }

    public void Dispose()
    {
        _planner.Dispose();
        _session?.Dispose();
    }

    /// <summary>The engine should time out slightly before the first caller, so that callers that time out in the queue can be told the cause.</summary>
    private static TimeSpan PatienceOf(CommitAttempt commit)
    {
        var least = commit.Requests.Min(static request => request.Left) * PatiencePart;
        return least > _shortestPatience ? least : _shortestPatience;
    }

    /// <summary>A replaced file can be opened once no session has the old one open; without reads, nothing else closes the readers' sessions.</summary>
    private async Task<WriteSession> OpenSessionAsync()
    {
        if (_session is null)
        {
            readers.CloseGone();
            _session = dialect.CreateWriteSession(await connections.OpenWriterAsync(CancellationToken.None).ConfigureAwait(false), registry);
        }

        return _session;
    }

    private async Task<Failure?> TryAsync(CommitAttempt commit)
    {
        var isOfRequests = false;
        try
        {
            faults?.BeforeWrite();
            var session = await OpenSessionAsync().ConfigureAwait(false);
            if (commit.TransactionInDoubt is { } inDoubt)
            {
                if (await HasCommittedAsync(session, inDoubt, commit.Plan!, PatienceOf(commit)).ConfigureAwait(false))
                {
                    return null;
                }

                commit.TransactionInDoubt = null;
            }

            await Task.Delay(_turns.Next(), TimeProvider.System).ConfigureAwait(false);
            var plan = commit.Plan = await session.BeginAsync(commit.Needs(), PatienceOf(commit)).ConfigureAwait(false);
            _turns.Began();
            observer.OnBegan(plan.Clock);
            isOfRequests = true;
            await RunAsync(commit, session, plan).ConfigureAwait(false);
            if (await RefuseMissingContentsAsync(commit, session, plan).ConfigureAwait(false))
            {
                await session.RollbackAsync().ConfigureAwait(false);
                commit.Plan = null;
                return commit.Requests.Count == 0 ? null : await TryAsync(commit).ConfigureAwait(false);
            }

            if (plan.Changes.Count > 0 && !commit.IsTakenBack)
            {
                await session.WriteAsync(plan).ConfigureAwait(false);
            }

            isOfRequests = false;
            await EndAsync(commit, session, plan).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure)
        {
            // Only changes must not be made twice; pruning can be repeated.
            commit.TransactionInDoubt ??= commit.Plan is { Changes.Count: > 0 } ? _session?.TransactionInDoubt : null;
            return new Failure(failure as GuildConfigStoreException ?? dialect.ToStoreException(failure), isOfRequests);
        }
        finally
        {
            _turns.Ended();
        }
    }

    private async Task RunAsync(CommitAttempt commit, WriteSession session, WritePlan plan)
    {
        if (commit.Requests is [{ IsExclusive: true } exclusive])
        {
            await exclusive.RunAsync(session, plan).ConfigureAwait(false);
            if (exclusive.Failure is GuildConfigStoreException { IsTransient: true } storeFailure)
            {
                throw storeFailure;
            }

            return;
        }

        var (planned, running) = await _planner.PlanAsync(commit.Requests, plan).ConfigureAwait(false);
        commit.Keep(planned, running);
    }

    /// <summary>Fails the requests that set a background whose image does not exist. The others have to be run again.</summary>
    /// <returns>Whether there are any.</returns>
    private static async Task<bool> RefuseMissingContentsAsync(CommitAttempt commit, WriteSession session, WritePlan plan)
    {
        var isExclusive = commit.Requests is [{ IsExclusive: true }];
        var assets = isExclusive ? (commit.Requests[0].Failure is null ? plan.ListBackgrounds().Added : []) : commit.Requests.Select(static request => request.NewBackground).OfType<BackgroundAsset>();
        var missing = await ContentPresence.FindMissingAsync(session, assets).ConfigureAwait(false);
        foreach (var asset in missing)
        {
            commit.FailWhere(request => isExclusive || request.NewBackground?.Id == asset.Id, ContentPresence.Missing(asset));
        }

        return missing.Count > 0;
    }

    private async Task EndAsync(CommitAttempt commit, WriteSession session, WritePlan plan)
    {
        if (commit.IsTakenBack || (plan is { Changes.Count: 0, HasWritten: false, HasFreedSpace: false }))
        {
            await session.RollbackAsync().ConfigureAwait(false);
            commit.Plan = null;
            return;
        }

        await session.CommitAsync().ConfigureAwait(false);
        health.Succeeded();
        _isCheckpointed = false;
        if (plan.HasFreedSpace)
        {
            await CompactAsync(session).ConfigureAwait(false);
        }
    }

    /// <summary>Determines whether a transaction whose COMMIT was not answered was committed.</summary>
    private static async Task<bool> HasCommittedAsync(WriteSession session, string transactionInDoubt, WritePlan plan, TimeSpan patience)
    {
        // It holds its lock on the clock until it ends, so the next holder of the lock sees whether it was committed.
        var now = await session.BeginAsync(WriteNeeds.None, patience).ConfigureAwait(false);
        var hasCommitted = await session.HasCommittedAsync(transactionInDoubt, plan.Changes[^1].Change, now.Clock.Revision).ConfigureAwait(false);
        await session.RollbackAsync().ConfigureAwait(false);
        return hasCommitted;
    }

    /// <summary>A failure does not affect what was committed.</summary>
    private async Task CompactAsync(WriteSession session)
    {
        try
        {
            await administration.CompactAsync(session.Session, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            logger.CompactionFailed(failure);
        }
    }

    /// <summary>Publishes, answers the callers, and only then notifies observers.</summary>
    private void Finish(CommitAttempt commit, in TracedOperation operation)
    {
        var changes = commit.Plan?.Changes.Select(static planned => planned.Change).ToList() ?? [];
        if (changes.Count > 0)
        {
            observer.OnCommitted(changes, commit.Plan!.Mark);
        }

        var conflicts = 0;
        foreach (var request in commit.Requests)
        {
            conflicts += request.Failure is GuildConfigConflictException ? 1 : 0;
            request.Complete();
        }

        operation.Tag("changes", changes.Count);
        operation.Succeeded();
        metrics.Executed(commit.Requests.Count);
        metrics.Conflicted(conflicts);
    }

    private GuildConfigStoreException OutcomeUnknown(GuildConfigStoreException error)
        => new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The connection to the database '{connections.Name}' was lost during a commit, and whether the change was committed is unknown. Read the guild again before you repeat the change. ({error.Message})"),
            isTransient: false,
            error.InnerException);

    private sealed record Failure(GuildConfigStoreException Error, bool IsOfRequests);
}

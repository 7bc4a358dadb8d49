using System.Runtime.ExceptionServices;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The transaction as a host's unit of work sees it: one call at a time, and none after the delegate has ended.</summary>
/// <remarks>
/// The end of the unit waits only for a call that is reading: the host's own code inside a call (its edit, its authorizer) is left behind if it
/// does not end, and can plan nothing more afterwards.
/// </remarks>
internal sealed class GuildConfigTransaction(UnitOfWork unit, AccessGuard access, WriteRules rules, ChangeContext context) : IGuildConfigTransaction
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _reading;
    private bool _entered;
    private bool _closed;

    public Task<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return EnterAsync(async () => (await ReadAsync(guildId).ConfigureAwait(false)).Current, cancellationToken);
    }

    public Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentNullException.ThrowIfNull(edit);
        AsyncEdits.ThrowIfAsync(edit);
        return ChangeAsync(new UpdateOperation(guildId, edit, context), GuildConfigChangeKind.Updated, static (_, after) => after, cancellationToken);
    }

    public Task<bool> DeleteAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return ChangeAsync(new DeleteOperation(guildId, context), GuildConfigChangeKind.Deleted, static (before, _) => before.Exists, cancellationToken);
    }

    /// <summary>Refuses further calls, and waits for a read in progress, so that the session is free.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            return _reading?.Task ?? Task.CompletedTask;
        }
    }

    private Task<T> ChangeAsync<T>(
        GuildOperation operation, GuildConfigChangeKind kind, Func<GuildConfigSnapshot, GuildConfigSnapshot, T> result, CancellationToken cancellationToken)
        => EnterAsync(
            async () =>
            {
                var guild = await ReadAsync(operation.GuildId).ConfigureAwait(false);
                var before = guild.Current;
                var proposal = await ProposeAsync(operation, kind, guild, cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    ThrowIfClosed();
                    return result(before, proposal is null ? before : unit.Plan.Take(guild, proposal, context));
                }
            },
            cancellationToken);

    /// <summary>Plans the change, and authorizes it. An unauthorized caller gets only the refusal, not the reason why the write would have failed.</summary>
    private async ValueTask<Proposal?> ProposeAsync(GuildOperation operation, GuildConfigChangeKind kind, GuildState guild, CancellationToken cancellationToken)
    {
        Proposal? proposal = null;
        ExceptionDispatchInfo? failure = null;
        try
        {
            proposal = operation.Propose(guild, rules);
        }
        catch (Exception unfit)
        {
            failure = ExceptionDispatchInfo.Capture(unfit);
        }

        if (access.HasAuthorizer)
        {
            await DemandAsync(operation, kind, TouchedSections.Of(guild.Current, proposal), cancellationToken).ConfigureAwait(false);
        }

        failure?.Throw();
        return proposal;
    }

    /// <summary>A refused change prevents the commit of the whole unit, even if its delegate swallows the exception.</summary>
    private async ValueTask DemandAsync(GuildOperation operation, GuildConfigChangeKind kind, IReadOnlyList<string> sections, CancellationToken cancellationToken)
    {
        try
        {
            await access.DemandAsync(operation, kind, sections, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refusal)
        {
            unit.MarkRollbackOnly(refusal);
            throw;
        }
    }

    private async Task<T> EnterAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await call().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _entered = false;
            }
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_entered)
            {
                throw new InvalidOperationException("Two simultaneous calls on one transaction. Await the first before the second.");
            }

            _entered = true;
        }
    }

    private async Task<GuildState> ReadAsync(ulong guildId)
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ThrowIfClosed();
            _reading = reading;
        }

        try
        {
            return await unit.FindAsync(guildId).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _reading = null;
                reading.SetResult();
            }
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new InvalidOperationException(
                "This transaction has ended: it is valid only while the delegate of TransactAsync runs. Await every call inside the delegate.");
        }
    }
}

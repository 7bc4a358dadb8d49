using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What a host's unit of work gets to see: one call at a time, and none after the delegate has ended.</summary>
/// <remarks>
/// The end of the unit waits for a call that uses the connection, and only for that: the host's own code inside a call (its edit, its authorizer)
/// is left behind if it does not come to an end, and finds the connection closed to it if it does so later.
/// </remarks>
internal sealed class GuildConfigTransaction(UnitOfWork unit, AccessGuard access, ChangeContext context) : IGuildConfigTransaction
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _use;
    private bool _entered;
    private bool _closed;

    public Task<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return EnterAsync(() => UseAsync(() => unit.GetAsync(guildId)), cancellationToken);
    }

    public Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentNullException.ThrowIfNull(edit);
        return EnterAsync(
            async () =>
            {
                await DemandAsync(guildId, GuildConfigChangeKind.Updated, cancellationToken).ConfigureAwait(false);
                return await UseAsync(() => unit.UpdateAsync(guildId, editor => EditOutside(edit, editor), context)).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return EnterAsync(
            async () =>
            {
                await DemandAsync(guildId, GuildConfigChangeKind.Deleted, cancellationToken).ConfigureAwait(false);
                return await UseAsync(() => unit.DeleteAsync(guildId, context)).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Refuses further calls, and waits for one that uses the connection, so that it is free.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            return _use?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>A change that was not allowed forbids the whole unit, whatever its delegate makes of the exception.</summary>
    private async ValueTask DemandAsync(ulong guildId, GuildConfigChangeKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await access.DemandAsync(guildId, kind, context, cancellationToken).ConfigureAwait(false);
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
                throw new InvalidOperationException("Two calls on one transaction at once. Await the first before the second.");
            }

            _entered = true;
        }
    }

    private async Task<T> UseAsync<T>(Func<Task<T>> storeCall)
    {
        BeginUse();
        try
        {
            return await storeCall().ConfigureAwait(false);
        }
        finally
        {
            EndUse();
        }
    }

    private void EditOutside(Action<GuildConfigEditor> edit, GuildConfigEditor editor)
    {
        EndUse();
        try
        {
            edit(editor);
        }
        finally
        {
            BeginUse();
        }
    }

    private void BeginUse()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _use = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Does nothing if the transaction was closed during an edit.</summary>
    private void EndUse()
    {
        lock (_gate)
        {
            _use?.SetResult();
            _use = null;
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

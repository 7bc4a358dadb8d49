namespace DroasBot.GuildConfig.Storage;

/// <summary>What a host's unit of work gets to see: one call at a time, and none after the delegate has ended.</summary>
internal sealed class GuildConfigTransaction(UnitOfWork unit, AccessGuard access, ChangeContext context) : IGuildConfigTransaction
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _call;
    private bool _closed;

    public Task<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return EnterAsync(() => unit.GetAsync(guildId), cancellationToken);
    }

    public Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentNullException.ThrowIfNull(edit);
        return EnterAsync(
            async () =>
            {
                await DemandAsync(guildId, GuildConfigChangeKind.Updated, cancellationToken).ConfigureAwait(false);
                return await unit.UpdateAsync(guildId, edit, context).ConfigureAwait(false);
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
                return await unit.DeleteAsync(guildId, context).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Refuses further calls, and waits for one that is under way, so that the connection is free.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            return _call?.Task ?? Task.CompletedTask;
        }
    }

    private async ValueTask DemandAsync(ulong guildId, GuildConfigChangeKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await access.DemandAsync(guildId, kind, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigAccessDeniedException refusal)
        {
            unit.Forbid(refusal);
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
            Leave();
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new InvalidOperationException(
                    "This transaction has ended: it is valid only while the delegate of TransactAsync runs. Await every call inside the delegate.");
            }

            if (_call is not null)
            {
                throw new InvalidOperationException("Two calls on one transaction at once. Await the first before the second.");
            }

            _call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _call!.SetResult();
            _call = null;
        }
    }
}

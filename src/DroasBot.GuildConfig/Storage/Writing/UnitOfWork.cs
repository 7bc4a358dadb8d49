namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A running exclusive write transaction: reads on demand, and plans what is written at its end. Not thread-safe.</summary>
internal sealed class UnitOfWork(WriteSession session, WritePlan plan, TimeSpan left)
{
    public WritePlan Plan => plan;

    /// <summary>Gets the time left when it starts to run.</summary>
    public TimeSpan Left => left;

    /// <summary>Gets why this unit must not be committed even if its delegate returns: the delegate may have swallowed the exception.</summary>
    public Exception? RollbackCause { get; private set; }

    /// <summary>Gets a guild as planned so far.</summary>
    public async Task<GuildState> FindAsync(ulong guildId)
    {
        if (plan.TryGet(guildId) is { } known)
        {
            return known;
        }

        return await UseAsync(async session =>
        {
            await session.ReadAsync(WriteNeeds.Of(guildId), plan).ConfigureAwait(false);
            return plan.Find(guildId)!;
        }).ConfigureAwait(false);
    }

    /// <summary>Uses the session. A database failure prevents the commit, and is converted to an exception that names the database and says what to do.</summary>
    public async Task<T> UseAsync<T>(Func<WriteSession, Task<T>> use)
    {
        try
        {
            return await use(session).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            var error = failure as GuildConfigStoreException ?? session.ToStoreException(failure);
            MarkRollbackOnly(error);
            throw error;
        }
    }

    /// <summary>Prevents the commit of this unit, even if its delegate swallows the exception.</summary>
    public void MarkRollbackOnly(Exception cause) => RollbackCause ??= cause;
}

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A write transaction of its own, while it runs: reads when it needs to, plans what is written at its end. Not thread-safe.</summary>
internal sealed class UnitOfWork(WriteSession session, WritePlan plan, TimeSpan left)
{
    public WritePlan Plan => plan;

    /// <summary>Gets how long it may still take when it begins to run.</summary>
    public TimeSpan Left => left;

    /// <summary>Gets why this unit must not be committed although its delegate returned: the caller may have swallowed the exception.</summary>
    public Exception? RollbackCause { get; private set; }

    /// <summary>Gets a guild as the unit has left it.</summary>
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

    /// <summary>Uses the session. A failure of the database forbids the commit, and comes out as one that names the database and says what to do.</summary>
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

    /// <summary>Forbids the commit of this unit, whatever its delegate makes of the exception.</summary>
    public void MarkRollbackOnly(Exception cause) => RollbackCause ??= cause;
}

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The changes of one caller inside the write transaction: takes revisions, writes rows and their change log, remembers what to publish.</summary>
/// <remarks>Not thread-safe. Nothing of it is visible to anybody before the batch commits.</remarks>
internal sealed class UnitOfWork(WriterStatements statements, IGuildConfigDatabase database, WriteRules rules, long revision)
{
    private readonly List<GuildConfigChange> _changes = [];

    /// <summary>Gets the last revision given out, this unit's own included.</summary>
    public long Revision { get; private set; } = revision;

    public IReadOnlyList<GuildConfigChange> Changes => _changes;

    /// <summary>Gets whether there is anything to commit; pruning writes without a change.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Gets whether pages were freed that the file can give back.</summary>
    public bool HasPruned { get; private set; }

    /// <summary>Gets why this unit must not be committed although its delegate returned: the caller may have swallowed the exception.</summary>
    public Exception? RollbackCause { get; private set; }

    public Task<GuildConfigSnapshot> GetAsync(ulong guildId) => GuardAsync(statements.FindAsync(guildId));

    public async Task<GuildConfigSnapshot> CreateAsync(ulong guildId, ChangeContext context)
    {
        var before = await FindExpectedAsync(guildId, context).ConfigureAwait(false);
        if (before.Exists)
        {
            return before;
        }

        var now = rules.Now;
        var after = new GuildConfigEditor(before, rules.Backgrounds, now).ToSnapshot(Revision + 1);
        return await WriteAsync(GuildConfigChangeKind.Created, before, after, now, context).ConfigureAwait(false);
    }

    public async Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext context)
    {
        var before = await FindExpectedAsync(guildId, context).ConfigureAwait(false);
        var now = rules.Now;
        var editor = new GuildConfigEditor(before, rules.Backgrounds, now);
        try
        {
            edit(editor);
        }
        finally
        {
            editor.Close();
        }

        if (!editor.HasChanges)
        {
            return before;
        }

        var kind = before.Exists ? GuildConfigChangeKind.Updated : GuildConfigChangeKind.Created;
        return await WriteAsync(kind, before, editor.ToSnapshot(Revision + 1), now, context).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(ulong guildId, ChangeContext context)
    {
        var before = await FindExpectedAsync(guildId, context).ConfigureAwait(false);
        if (!before.Exists)
        {
            return false;
        }

        var after = GuildConfigSnapshot.Absent(guildId, before.Settings.Registry.Defaults);
        await WriteAsync(GuildConfigChangeKind.Deleted, before, after, rules.Now, context).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes a guild what it was after one of its changes; a change that deleted it counts too.</summary>
    public async Task<GuildConfigSnapshot> RestoreAsync(ulong guildId, long revision, ChangeContext context)
    {
        var before = await FindExpectedAsync(guildId, context).ConfigureAwait(false);
        var earlier = await GuardAsync(statements.FindChangeAsync(guildId, revision)).ConfigureAwait(false)
            ?? throw new ArgumentOutOfRangeException(nameof(revision), revision, $"The history of guild {guildId} has no such revision.");
        var now = rules.Now;
        var after = rules.Restore(before, earlier.After, Revision + 1, now);
        return after.HasSameValues(before)
            ? before
            : await WriteAsync(GuildConfigChangeKind.Restored, before, after, now, context).ConfigureAwait(false);
    }

    /// <summary>Asks every node to load its cache again: a change that concerns all guilds and alters none.</summary>
    public async Task<bool> AnnounceRefreshAsync()
    {
        var change = new GuildConfigChange(
            Revision + 1, guildId: null, GuildConfigChangeKind.Refreshed, rules.Now, actorId: null, reason: null, before: null, after: null);
        await GuardAsync(statements.WriteChangeAsync(change)).ConfigureAwait(false);
        Remember(change);
        return true;
    }

    /// <summary>Removes a few old changes, each of which has a newer one of the same guild.</summary>
    /// <param name="after">Where the last call of this sweep has ended; 0 to begin.</param>
    /// <param name="changedBefore">Younger changes stay.</param>
    /// <param name="limit">How many changes to look at.</param>
    /// <returns>Where to go on, <see langword="null"/> when the sweep is done; and how many were removed.</returns>
    public async Task<(long? Last, int Deleted)> PruneAsync(long after, DateTimeOffset changedBefore, int limit)
    {
        var pruned = await GuardAsync(statements.PruneAsync(after, changedBefore.ToUnixTimeMilliseconds(), limit)).ConfigureAwait(false);
        HasWritten |= pruned.Deleted > 0;
        HasPruned |= pruned.Deleted > 0;
        return pruned;
    }

    /// <summary>Forbids the commit of this unit, whatever its delegate makes of the exception.</summary>
    public void MarkRollbackOnly(Exception reason) => RollbackCause ??= reason;

    private async Task<GuildConfigSnapshot> FindExpectedAsync(ulong guildId, ChangeContext context)
    {
        var before = await GuardAsync(statements.FindAsync(guildId)).ConfigureAwait(false);
        return context.ExpectedRevision is { } expected && expected != before.Revision
            ? throw new GuildConfigConflictException(guildId, expected, before.Revision)
            : before;
    }

    private async Task<GuildConfigSnapshot> WriteAsync(GuildConfigChangeKind kind, GuildConfigSnapshot before, GuildConfigSnapshot after, DateTimeOffset now, ChangeContext context)
    {
        var change = new GuildConfigChange(
            Revision + 1, before.GuildId, kind, now, context.ActorId, context.Reason, before.Exists ? before : null, after.Exists ? after : null);
        await GuardAsync(statements.WriteAsync(before, after, change)).ConfigureAwait(false);
        Remember(change);
        return after;
    }

    private void Remember(GuildConfigChange change)
    {
        Revision++;
        HasWritten = true;
        _changes.Add(change);
    }

    private async Task<T> GuardAsync<T>(Task<T> storeCall)
    {
        try
        {
            return await storeCall.ConfigureAwait(false);
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            var translated = database.ToStoreException(failure);
            MarkRollbackOnly(translated);
            throw translated;
        }
    }
}

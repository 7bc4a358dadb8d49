using System.Data;
using System.Data.Common;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The writer's session and its transactions. This base class writes each row with its own statement, which costs nothing extra with an embedded engine.</summary>
/// <remarks>Used by one caller at a time. Discarded after a failure.</remarks>
internal class WriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry) : IDisposable
{
    private static readonly Statement _writeClock = new(
        "UPDATE guild_config_clock SET revision = @revision, mark = @mark", ("revision", DbType.Int64), ("mark", DbType.String));

    private static readonly Statement _touch = new("UPDATE guild_config_clock SET revision = revision");

    private static readonly Statement _find = new(
        $"""
        SELECT {GuildRow.Columns}, (SELECT max(n.revision) FROM guild_config_change AS n WHERE n.guild_id = @guild)
        FROM (SELECT 1) AS one LEFT JOIN guild_config AS g ON g.guild_id = @guild LEFT JOIN background_asset AS b ON b.id = g.background_ref
        """,
        ("guild", DbType.Int64));

    private static readonly Statement _findChange = new(ChangeRow.SelectSql + " WHERE c.revision = @revision", ("revision", DbType.Int64));

    public DatabaseSession Session => session;

    /// <summary>
    /// Gets the id of the transaction whose COMMIT was sent but not answered, so that it may have been committed. <see langword="null"/> if there is no
    /// such transaction, or if the engine is embedded and leaves no such doubt.
    /// </summary>
    public string? TransactionInDoubt { get; protected set; }

    protected DbTransaction? Transaction { get; set; }

    protected IDatabaseDialect Dialect => dialect;

    protected SettingsRegistry Registry => registry;

    /// <summary>Begins a transaction that locks out all other writers, and reads what its requests need.</summary>
    /// <param name="needs">The guilds, and the earlier changes of them.</param>
    /// <param name="patience">How long to wait for other writers.</param>
    public virtual async Task<WritePlan> BeginAsync(WriteNeeds needs, TimeSpan patience)
    {
        await BeginTransactionAsync(patience).ConfigureAwait(false);
        var plan = new WritePlan(await ReadClockAsync().ConfigureAwait(false));
        await ReadAsync(needs, plan).ConfigureAwait(false);
        return plan;
    }

    /// <summary>Reads guilds into a plan, in its transaction.</summary>
    public virtual async Task ReadAsync(WriteNeeds needs, WritePlan plan)
    {
        var find = await session.PrepareAsync(_find, CancellationToken.None).ConfigureAwait(false);
        foreach (var guildId in needs.Guilds)
        {
            using var reader = await find.With(Transaction, Snowflake.ToStored(guildId)).ExecuteReaderAsync(CommandBehavior.SingleRow, CancellationToken.None).ConfigureAwait(false);
            await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            Take(plan, guildId, session.RowOf(reader), first: 0);
        }

        foreach (var (guildId, revision) in needs.Changes)
        {
            var findChange = await session.PrepareAsync(_findChange, CancellationToken.None).ConfigureAwait(false);
            using var reader = await findChange.With(Transaction, revision).ExecuteReaderAsync(CommandBehavior.SingleRow, CancellationToken.None).ConfigureAwait(false);
            if (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                TakeChange(plan, guildId, revision, session.RowOf(reader));
            }
        }
    }

    /// <summary>Writes the rows of a plan, and the clock.</summary>
    public virtual async Task WriteAsync(WritePlan plan)
    {
        var (added, dropped) = plan.ListBackgrounds();
        var (stored, removed) = plan.ListGuilds();
        await ExecuteAsync(StoredTables.Backgrounds.Insert, added.Select(StoredTables.Backgrounds.ValuesOf)).ConfigureAwait(false);
        await ExecuteAsync(StoredTables.Guilds.Upsert, stored.Where(guild => !plan.KeepsSettings(guild)).Select(StoredTables.Guilds.ValuesOf)).ConfigureAwait(false);
        await ExecuteAsync(StoredTables.Guilds.UpsertKept, stored.Where(plan.KeepsSettings).Select(StoredTables.Guilds.ValuesOf)).ConfigureAwait(false);
        await ExecuteAsync(StoredTables.Guilds.Delete, removed.Select(static guild => new object?[] { Snowflake.ToStored(guild.GuildId) })).ConfigureAwait(false);
        await ExecuteAsync(StoredTables.Backgrounds.Delete, dropped.Select(static asset => new object?[] { asset.Id })).ConfigureAwait(false);
        await ExecuteAsync(StoredTables.Changes.Insert, plan.Changes.Select(StoredTables.Changes.ValuesOf)).ConfigureAwait(false);
        await ExecuteAsync(_writeClock, plan.Revision, plan.Mark).ConfigureAwait(false);
    }

    /// <summary>Writes the clock unchanged, outside a transaction.</summary>
    public Task TouchAsync()
    {
        session.ThrowIfGone();
        return ExecuteAsync(_touch);
    }

    /// <summary>Executes a statement in the transaction.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(Statement statement, params object?[] values)
    {
        var prepared = await session.PrepareAsync(statement, CancellationToken.None).ConfigureAwait(false);
        return await prepared.With(Transaction, values).ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads rows in the transaction.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<StoredRow, T> read, params object?[] values)
    {
        var prepared = await session.PrepareAsync(statement, CancellationToken.None).ConfigureAwait(false);
        using var reader = await prepared.With(Transaction, values).ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        var (row, rows) = (session.RowOf(reader), new List<T>());
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    public async Task CommitAsync()
    {
        // Checked again, since a host's unit of work may have taken long.
        session.ThrowIfGone();
        TransactionInDoubt = CurrentTransactionId;
        try
        {
            await Transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            TransactionInDoubt = null;
        }
        catch (DbException refused) when (refused.SqlState is not null && session.Connection.State == ConnectionState.Open)
        {
            TransactionInDoubt = null;
            throw;
        }

        EndTransaction();
    }

    public async Task RollbackAsync()
    {
        await Transaction!.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        EndTransaction();
    }

    /// <summary>Determines, inside a transaction that holds the clock's lock, whether an earlier transaction of unknown outcome was committed.</summary>
    /// <remarks>
    /// The engine's answer is not enough: after a crash, a server may reuse the id of a lost transaction. Nor is the row: another node may
    /// have made the same change in the same millisecond under the same revision.
    /// </remarks>
    public async Task<bool> HasCommittedAsync(string transactionId, GuildConfigChange lastChange, long revision)
    {
        if (await WasCommittedAsync(transactionId).ConfigureAwait(false) is false)
        {
            return false;
        }

        return await QueryAsync(_findChange, static row => ChangeRow.Read(row), lastChange.Revision).ConfigureAwait(false) is [var found] ? found.IsOf(lastChange) : revision >= lastChange.Revision;
    }

    public GuildConfigStoreException ToStoreException(Exception exception) => dialect.ToStoreException(exception);

    public void Dispose()
    {
        EndTransaction();
        session.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets the id of the open transaction, if a lost answer to COMMIT leaves its outcome unknown.</summary>
    protected virtual string? CurrentTransactionId => null;

    /// <summary>Asks the engine whether a transaction was committed; <see langword="null"/> if it no longer knows.</summary>
    protected virtual Task<bool?> WasCommittedAsync(string transactionId) => Task.FromResult<bool?>(null);

    protected virtual async Task BeginTransactionAsync(TimeSpan patience)
    {
        Transaction = await session.Connection.BeginTransactionAsync(IsolationLevel.Unspecified, CancellationToken.None).ConfigureAwait(false);
        session.ThrowIfGone();
    }

    /// <summary>Adds a guild from <see cref="GuildRow.Columns"/> and the column after them, its newest revision, to a plan.</summary>
    protected void Take(WritePlan plan, ulong guildId, StoredRow row, int first)
    {
        try
        {
            var stored = GuildRow.IsAbsent(row, first) ? GuildConfigSnapshot.Absent(guildId, registry.Defaults) : GuildRow.ToSnapshot(row, first, registry);
            plan.Add(new GuildState(stored, row.NullableInt64(first + GuildRow.Width)));
        }
        catch (FormatException damaged)
        {
            plan.AddUnreadable(guildId, dialect.ToStoreException(damaged));
        }
    }

    /// <summary>Adds an earlier change of a guild to a plan, if it belongs to that guild and is unaltered.</summary>
    protected void TakeChange(WritePlan plan, ulong guildId, long revision, StoredRow row)
    {
        if (plan.TryGet(guildId) is not { } guild)
        {
            return;
        }

        try
        {
            var change = ChangeRow.Read(row);
            if (change.GuildId == guildId)
            {
                guild.Add(change.IsUnaltered ? change.ToChange(registry)
                    : throw new FormatException($"The change with revision {revision} is damaged: it was altered since it was written."));
            }
        }
        catch (FormatException damaged)
        {
            guild.AddDamaged(revision, dialect.ToStoreException(damaged));
        }
    }

    private async Task<Clock> ReadClockAsync()
        => await QueryAsync(Clock.Select, static row => Clock.Read(row)).ConfigureAwait(false) is [var clock] ? clock : throw Clock.Missing();

    private async Task ExecuteAsync(Statement statement, IEnumerable<object?[]> rows)
    {
        foreach (var values in rows)
        {
            await ExecuteAsync(statement, values).ConfigureAwait(false);
        }
    }

    private void EndTransaction()
    {
        Transaction?.Dispose();
        Transaction = null;
    }
}

using System.Data;
using System.Data.Common;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage;

/// <summary>The writer's open connection with its prepared statements. The same SQL serves every engine.</summary>
/// <remarks>Used by one unit of work at a time. After a failure it is thrown away.</remarks>
internal sealed class WriteSession : IDisposable
{
    private const string Savepoint = "unit_of_work";

    private readonly DbConnection _connection;
    private readonly IGuildConfigDatabase _database;
    private readonly SettingsRegistry _registry;
    private readonly PreparedStatement _readClock;
    private readonly PreparedStatement _writeClock;
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _upsert;
    private readonly PreparedStatement _delete;
    private readonly PreparedStatement _insertAsset;
    private readonly PreparedStatement _deleteAsset;
    private readonly PreparedStatement _insertChange;
    private readonly PreparedStatement _findChange;
    private readonly PreparedStatement _findPruneEnd;
    private readonly PreparedStatement _prune;
    private DbTransaction? _transaction;
    private string? _transactionId;

    private WriteSession(DbConnection connection, IGuildConfigDatabase database, SettingsRegistry registry)
    {
        _connection = connection;
        _database = database;
        _registry = registry;
        _readClock = new(connection, database.LockClockSql);
        _writeClock = new(connection, "UPDATE guild_config_clock SET revision = @revision;" + database.NotifySql, ("revision", DbType.Int64));
        _find = new(connection, StoredGuild.SelectSql + " WHERE g.guild_id = @guild", ("guild", DbType.Int64));
        _upsert = new(
            connection,
            """
            INSERT INTO guild_config (guild_id, welcome_channel_id, background_ref, settings, created_at, updated_at, revision)
            VALUES (@guild, @channel, @background, @settings, @created, @updated, @revision)
            ON CONFLICT (guild_id) DO UPDATE SET welcome_channel_id = excluded.welcome_channel_id, background_ref = excluded.background_ref,
                settings = CASE WHEN @keep THEN guild_config.settings ELSE excluded.settings END, created_at = excluded.created_at, updated_at = excluded.updated_at, revision = excluded.revision
            """,
            ("guild", DbType.Int64), ("channel", DbType.Int64), ("background", DbType.Guid), ("settings", DbType.String),
            ("created", DbType.Int64), ("updated", DbType.Int64), ("revision", DbType.Int64), ("keep", DbType.Boolean));
        _delete = new(connection, "DELETE FROM guild_config WHERE guild_id = @guild", ("guild", DbType.Int64));
        _insertAsset = new(
            connection,
            "INSERT INTO background_asset (id, file_path, media_type, created_at) VALUES (@id, @path, @type, @created)",
            ("id", DbType.Guid), ("path", DbType.String), ("type", DbType.String), ("created", DbType.Int64));
        _deleteAsset = new(connection, "DELETE FROM background_asset WHERE id = @id", ("id", DbType.Guid));
        _insertChange = new(
            connection,
            """
            INSERT INTO guild_config_change (revision, guild_id, kind, actor_id, reason, changed_at, "before", "after")
            VALUES (@revision, @guild, @kind, @actor, @reason, @changed, @before, @after)
            """,
            ("revision", DbType.Int64), ("guild", DbType.Int64), ("kind", DbType.Int32), ("actor", DbType.Int64),
            ("reason", DbType.String), ("changed", DbType.Int64), ("before", DbType.String), ("after", DbType.String));
        _findChange = new(
            connection,
            StoredChange.SelectSql + " WHERE revision = @revision AND guild_id = @guild",
            ("revision", DbType.Int64), ("guild", DbType.Int64));
        _findPruneEnd = new(
            connection,
            """
            SELECT max(revision) FROM (
                SELECT revision FROM guild_config_change WHERE revision > @after AND changed_at < @before ORDER BY revision LIMIT @limit) AS old
            """,
            ("after", DbType.Int64), ("before", DbType.Int64), ("limit", DbType.Int32));
        _prune = new(
            connection,
            """
            DELETE FROM guild_config_change AS old WHERE revision > @after AND revision <= @last AND changed_at < @before AND (guild_id IS NULL
                OR EXISTS (SELECT 1 FROM guild_config_change AS newer WHERE newer.guild_id = old.guild_id AND newer.revision > old.revision))
            """,
            ("after", DbType.Int64), ("last", DbType.Int64), ("before", DbType.Int64));
    }

    public static async Task<WriteSession> OpenAsync(IGuildConfigDatabase database, SettingsRegistry registry, CancellationToken cancellationToken)
    {
        var connection = database.CreateWriterConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await database.ConfigureWriterAsync(connection, cancellationToken).ConfigureAwait(false);
            return new WriteSession(connection, database, registry);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Gets the id of the transaction whose COMMIT was begun and not answered: it may have been committed. <see langword="null"/> if there is no
    /// such transaction, or if the engine is in this process and leaves no such doubt.
    /// </summary>
    public string? TransactionInDoubt { get; private set; }

    /// <summary>Begins a transaction that keeps every other writer out, and reads the last revision given out.</summary>
    public async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        _transaction = await _connection.BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken).ConfigureAwait(false);
        _database.ThrowIfGone(_connection);
        using var clock = await _readClock.In(_transaction).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await clock.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new FormatException("The table guild_config_clock is empty.");
        }

        _transactionId = clock.FieldCount > 1 ? clock.GetString(1) : null;
        return clock.GetInt64(0);
    }

    public async Task CommitAsync(long revision, CancellationToken cancellationToken)
    {
        await _writeClock.In(_transaction!, revision).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        // Again, since a host's unit of work may have taken long.
        _database.ThrowIfGone(_connection);
        TransactionInDoubt = _transactionId;
        try
        {
            await _transaction!.CommitAsync(cancellationToken).ConfigureAwait(false);
            TransactionInDoubt = null;
        }
        catch (DbException refused) when (refused.SqlState is not null && _connection.State == ConnectionState.Open)
        {
            TransactionInDoubt = null;
            throw;
        }

        EndTransaction();
    }

    /// <summary>Finds out, inside a transaction that has the clock's lock, whether an earlier one was committed that left its caller in doubt.</summary>
    /// <remarks>
    /// The engine's word is not enough: a server that crashes may give the id of a transaction that it lost to another one. Nor is the row: another
    /// node may have made the same change at the same millisecond under the same revision.
    /// </remarks>
    public async Task<bool> HasCommittedAsync(string transactionId, GuildConfigChange lastChange, long revision)
    {
        using (var outcome = new PreparedStatement(_connection, _database.TransactionOutcomeSql, ("id", DbType.String)))
        {
            if (await outcome.In(_transaction!, transactionId).ExecuteScalarAsync().ConfigureAwait(false) is false)
            {
                return false;
            }
        }

        using var sameRow = new PreparedStatement(_connection, StoredChange.SelectSql + " WHERE revision = @revision", ("revision", DbType.Int64));
        using var row = await sameRow.In(_transaction!, lastChange.Revision).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? StoredChange.IsSame(row, lastChange) : revision >= lastChange.Revision;
    }

    public async Task RollbackAsync()
    {
        await _transaction!.RollbackAsync().ConfigureAwait(false);
        EndTransaction();
    }

    public Task SaveAsync() => _transaction!.SaveAsync(Savepoint);

    public Task ReleaseAsync() => _transaction!.ReleaseAsync(Savepoint);

    public async Task RollbackToSavedAsync()
    {
        await _transaction!.RollbackAsync(Savepoint).ConfigureAwait(false);
        await _transaction!.ReleaseAsync(Savepoint).ConfigureAwait(false);
    }

    public async Task<GuildConfigSnapshot> FindAsync(ulong guildId)
    {
        using var row = await _find.In(_transaction!, Snowflake.ToStored(guildId)).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false)
            ? StoredGuild.ToSnapshot(row, _registry)
            : GuildConfigSnapshot.Absent(guildId, _registry.Defaults);
    }

    /// <summary>Finds a change of this guild.</summary>
    public async Task<GuildConfigChange?> FindChangeAsync(ulong guildId, long revision)
    {
        using var row = await _findChange.In(_transaction!, revision, Snowflake.ToStored(guildId)).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? StoredChange.ToChange(row, _registry) : null;
    }

    /// <summary>Looks at the next few old changes, and deletes those that are not the newest of their guild.</summary>
    /// <returns>The last one looked at, <see langword="null"/> if there was none; and how many were deleted.</returns>
    public async Task<(long? Last, int Deleted)> PruneAsync(long after, long changedBefore, int limit)
        => await _findPruneEnd.In(_transaction!, after, changedBefore, limit).ExecuteScalarAsync().ConfigureAwait(false) is long last
            ? (last, await ExecuteAsync(_prune, after, last, changedBefore).ConfigureAwait(false))
            : (null, 0);

    /// <summary>Writes the row, its background and the change-log row. One that replaces a background removes the old one.</summary>
    /// <returns>How many rows the change log took: 1.</returns>
    public async Task<int> WriteAsync(GuildConfigSnapshot before, GuildConfigSnapshot after, GuildConfigChange change)
    {
        var newAsset = after.Background?.Id == before.Background?.Id ? null : after.Background;
        if (newAsset is not null)
        {
            await ExecuteAsync(_insertAsset, newAsset.Id, newAsset.FilePath, newAsset.MediaType, newAsset.CreatedAt.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        }

        // Settings that nobody edited stay as they are, whatever they are: damaged text would not survive being read and written.
        var guild = Snowflake.ToStored(after.GuildId);
        var keepsSettings = after.Settings.Json == before.Settings.Json;
        await (after.Exists
            ? ExecuteAsync(
                _upsert, guild, ToStored(after.WelcomeChannelId), after.Background?.Id, after.Settings.Json,
                after.CreatedAtMilliseconds, after.UpdatedAtMilliseconds, after.Revision, keepsSettings)
            : ExecuteAsync(_delete, guild)).ConfigureAwait(false);

        if (before.Background is { } oldAsset && oldAsset.Id != after.Background?.Id)
        {
            await ExecuteAsync(_deleteAsset, oldAsset.Id).ConfigureAwait(false);
        }

        return await WriteChangeAsync(change).ConfigureAwait(false);
    }

    public Task<int> WriteChangeAsync(GuildConfigChange change)
        => ExecuteAsync(
            _insertChange, change.Revision, ToStored(change.GuildId), (int)change.Kind, ToStored(change.ActorId), change.Reason,
            change.ChangedAt.ToUnixTimeMilliseconds(),
            change.Before is { } before ? SnapshotJson.Write(before) : null,
            change.After is { } after ? SnapshotJson.Write(after) : null);

    /// <summary>Gives a few freed pages back to the file system. Only between transactions.</summary>
    public Task CompactAsync(IGuildConfigDatabase database) => database.CompactAsync(_connection, CancellationToken.None);

    public void Dispose()
    {
        EndTransaction();
        foreach (var statement in new[] { _readClock, _writeClock, _find, _upsert, _delete, _insertAsset, _deleteAsset, _insertChange, _findChange, _findPruneEnd, _prune })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static long? ToStored(ulong? id) => id is { } value ? Snowflake.ToStored(value) : null;

    private Task<int> ExecuteAsync(PreparedStatement statement, params ReadOnlySpan<object?> values)
        => statement.In(_transaction!, values).ExecuteNonQueryAsync();

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}

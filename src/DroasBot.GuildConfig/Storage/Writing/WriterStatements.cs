using System.Data;
using System.Data.Common;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What a unit of work reads and writes: prepared statements on the writer's connection. The same SQL serves every engine.</summary>
internal sealed class WriterStatements : IDisposable
{
    private readonly SettingsRegistry _registry;
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _upsert;
    private readonly PreparedStatement _delete;
    private readonly PreparedStatement _insertAsset;
    private readonly PreparedStatement _deleteAsset;
    private readonly PreparedStatement _insertChange;
    private readonly PreparedStatement _findChange;
    private readonly PreparedStatement _findPruneEnd;
    private readonly PreparedStatement _prune;

    public WriterStatements(DbConnection connection, SettingsRegistry registry)
    {
        _registry = registry;
        _find = new(connection, GuildRow.SelectSql + " WHERE g.guild_id = @guild", ("guild", DbType.Int64));
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
            ChangeRow.SelectSql + " WHERE revision = @revision AND guild_id = @guild",
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

    /// <summary>Gets or sets the open transaction; <see langword="null"/> between transactions.</summary>
    public DbTransaction? Transaction { get; set; }

    public async Task<GuildConfigSnapshot> FindAsync(ulong guildId)
    {
        using var row = await _find.In(Transaction!, Snowflake.ToStored(guildId)).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false)
            ? GuildRow.ToSnapshot(row, _registry)
            : GuildConfigSnapshot.Absent(guildId, _registry.Defaults);
    }

    /// <summary>Finds a change of this guild.</summary>
    public async Task<GuildConfigChange?> FindChangeAsync(ulong guildId, long revision)
    {
        using var row = await _findChange.In(Transaction!, revision, Snowflake.ToStored(guildId)).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? ChangeRow.ToChange(row, _registry) : null;
    }

    /// <summary>Looks at the next few old changes, and deletes those that are not the newest of their guild.</summary>
    /// <returns>The last one looked at, <see langword="null"/> if there was none; and how many were deleted.</returns>
    public async Task<(long? Last, int Deleted)> PruneAsync(long after, long changedBefore, int limit)
        => await _findPruneEnd.In(Transaction!, after, changedBefore, limit).ExecuteScalarAsync().ConfigureAwait(false) is long last
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

    public void Dispose()
    {
        foreach (var statement in new[] { _find, _upsert, _delete, _insertAsset, _deleteAsset, _insertChange, _findChange, _findPruneEnd, _prune })
        {
            statement.Dispose();
        }
    }

    private static long? ToStored(ulong? id) => id is { } value ? Snowflake.ToStored(value) : null;

    private Task<int> ExecuteAsync(PreparedStatement statement, params ReadOnlySpan<object?> values)
        => statement.In(Transaction!, values).ExecuteNonQueryAsync();
}

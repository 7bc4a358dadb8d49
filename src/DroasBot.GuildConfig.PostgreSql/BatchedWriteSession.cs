using System.Data;
using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Npgsql;
using NpgsqlTypes;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>The writer's session on a server: a transaction reads in one round trip and writes in another, however many guilds it has.</summary>
internal sealed class BatchedWriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry, TimeSpan timeout)
    : WriteSession(session, dialect, registry)
{
    /// <summary>The row lock lasts until the transaction ends: the next writer sees everything that this one wrote, and revisions are in commit order.</summary>
    private const string LockClockSql = $"SELECT {Clock.Columns}, pg_current_xact_id()::text FROM guild_config_clock AS k FOR UPDATE";

    private const string SetLimitsSql = "SELECT set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)";

    private const string FindSql =
        $"""
        SELECT i.id, {GuildRow.Columns}, (SELECT max(n.revision) FROM guild_config_change AS n WHERE n.guild_id = i.id)
        FROM unnest($1::bigint[]) AS i(id) LEFT JOIN guild_config AS g ON g.guild_id = i.id LEFT JOIN background_asset AS b ON b.id = g.background_ref
        """;

    private const string FindChangesSql = $"{ChangeRow.SelectSql} WHERE c.revision = ANY($1)";

    private const string WriteClockSql = "UPDATE guild_config_clock SET revision = $1, mark = $2";

    /// <summary>After a crash, the server may not have assigned the id in question; then the transaction is lost.</summary>
    private const string OutcomeSql =
        "SELECT CASE WHEN $1::xid8 < pg_snapshot_xmax(pg_current_snapshot()) THEN pg_xact_status($1::xid8) = 'committed' ELSE false END";

    private string? _transactionId;

    protected override string? CurrentTransactionId => _transactionId;

    private NpgsqlConnection Connection => (NpgsqlConnection)Session.Connection;

    public override async Task<WritePlan> BeginAsync(WriteNeeds needs, TimeSpan patience)
    {
        Transaction = await Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None).ConfigureAwait(false);
        using var batch = new NpgsqlBatch(Connection, (NpgsqlTransaction)Transaction);

        // A node that hangs inside a transaction must not block the others forever, so the server ends its session.
        Add(batch, SetLimitsSql, Milliseconds(patience), Milliseconds((timeout * 2) + TimeSpan.FromSeconds(1)));
        Add(batch, LockClockSql);
        AddReads(batch, needs);
        using var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
        if (!await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            throw Clock.Missing();
        }

        var plan = new WritePlan(Clock.Read(Session.RowOf(reader)));
        _transactionId = reader.GetString(3);
        await TakeReadsAsync(reader, needs, plan, isFirst: false).ConfigureAwait(false);
        return plan;
    }

    public override async Task ReadAsync(WriteNeeds needs, WritePlan plan)
    {
        using var batch = new NpgsqlBatch(Connection, (NpgsqlTransaction)Transaction!);
        AddReads(batch, needs);
        using var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await TakeReadsAsync(reader, needs, plan, isFirst: true).ConfigureAwait(false);
    }

    public override async Task WriteAsync(WritePlan plan)
    {
        var (added, dropped) = plan.ListBackgrounds();
        var (stored, removed) = plan.ListGuilds();
        using var batch = new NpgsqlBatch(Connection, (NpgsqlTransaction)Transaction!);
        AddRows(batch, StoredTables.Backgrounds, added, onConflict: string.Empty);
        AddRows(batch, StoredTables.Guilds, stored, StoredTables.Guilds.OnConflict);
        AddDeletion(batch, StoredTables.Guilds, removed);
        AddDeletion(batch, StoredTables.Backgrounds, dropped);
        AddRows(batch, StoredTables.Changes, plan.Changes, onConflict: string.Empty);
        Add(batch, WriteClockSql, plan.Revision, plan.Mark);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("NOTIFY " + PostgreSqlChangeSignal.Channel));
        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    protected override async Task<bool?> WasCommittedAsync(string transactionId)
    {
        using var command = new NpgsqlCommand(OutcomeSql, Connection, (NpgsqlTransaction)Transaction!);
        command.Parameters.Add(new NpgsqlParameter { Value = transactionId });
        return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) as bool?;
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static void AddReads(NpgsqlBatch batch, WriteNeeds needs)
    {
        if (needs.Guilds.Count > 0)
        {
            Add(batch, FindSql, needs.Guilds.Select(Snowflake.ToStored).ToArray());
        }

        if (needs.Changes.Count > 0)
        {
            Add(batch, FindChangesSql, needs.Changes.Select(static change => change.Revision).ToArray());
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Inserts all rows of a table in one statement, with an array for each column.</summary>
    private static void AddRows<T>(NpgsqlBatch batch, StoredTable<T> table, IReadOnlyList<T> rows, string onConflict)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(
            $"INSERT INTO {table.Name} ({table.ColumnList}) SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(static number => $"${number}"))}) {onConflict}");
        foreach (var column in table.Columns)
        {
            command.Parameters.Add(ArrayOf(column, rows));
        }

        batch.BatchCommands.Add(command);
    }

    private static void AddDeletion<T>(NpgsqlBatch batch, StoredTable<T> table, IReadOnlyList<T> rows)
    {
        if (rows.Count > 0)
        {
            var command = new NpgsqlBatchCommand($"DELETE FROM {table.Name} WHERE {table.Key.Name} = ANY($1)");
            command.Parameters.Add(ArrayOf(table.Key, rows));
            batch.BatchCommands.Add(command);
        }
    }

    private static NpgsqlParameter ArrayOf<T>(StoredColumn<T> column, IReadOnlyList<T> rows)
        => column.Type switch
        {
            DbType.Int64 => ArrayOf<T, long?>(column, rows, NpgsqlDbType.Bigint),
            DbType.Int32 => ArrayOf<T, int?>(column, rows, NpgsqlDbType.Integer),
            DbType.Guid => ArrayOf<T, Guid?>(column, rows, NpgsqlDbType.Uuid),
            _ => ArrayOf<T, string?>(column, rows, NpgsqlDbType.Text),
        };

    private static NpgsqlParameter ArrayOf<T, TValue>(StoredColumn<T> column, IReadOnlyList<T> rows, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (TValue)column.Value(rows[i])!;
        }

        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private async Task TakeReadsAsync(NpgsqlDataReader reader, WriteNeeds needs, WritePlan plan, bool isFirst)
    {
        if (needs.Guilds.Count > 0)
        {
            await MoveAsync(reader, isFirst).ConfigureAwait(false);
            isFirst = false;
            var row = Session.RowOf(reader);
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Take(plan, Snowflake.FromStored(row.Int64(0)), row, first: 1);
            }
        }

        if (needs.Changes.Count > 0)
        {
            await MoveAsync(reader, isFirst).ConfigureAwait(false);
            var row = Session.RowOf(reader);
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                foreach (var (guildId, revision) in needs.Changes.Where(change => change.Revision == row.Int64(0)))
                {
                    TakeChange(plan, guildId, revision, row);
                }
            }
        }
    }

    private static Task MoveAsync(NpgsqlDataReader reader, bool isFirst) => isFirst ? Task.CompletedTask : reader.NextResultAsync(CancellationToken.None);
}

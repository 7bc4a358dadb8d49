using System.Data;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using Npgsql;
using NpgsqlTypes;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Fills the tables of a database with COPY.</summary>
internal sealed class CopyIn(DatabaseSession session, TimeSpan timeout) : FillTransaction(session)
{
    public override async Task<long> FillAsync(StoredTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var types = table.Columns.Select(static column => TypeOf(column.Type)).ToArray();
        var import = await ((NpgsqlConnection)Session.Connection).BeginBinaryImportAsync($"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
        await using (import.ConfigureAwait(false))
        {
            import.Timeout = timeout;
            await foreach (var row in rows.ConfigureAwait(false))
            {
                await import.StartRowAsync(cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < types.Length; i++)
                {
                    await (row[i] is { } value ? import.WriteAsync(value, types[i], cancellationToken) : import.WriteNullAsync(cancellationToken)).ConfigureAwait(false);
                }
            }

            return (long)await import.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static NpgsqlDbType TypeOf(DbType type)
        => type switch
        {
            DbType.Int64 => NpgsqlDbType.Bigint,
            DbType.Int32 => NpgsqlDbType.Integer,
            DbType.Guid => NpgsqlDbType.Uuid,
            DbType.Binary => NpgsqlDbType.Bytea,
            _ => NpgsqlDbType.Text,
        };
}

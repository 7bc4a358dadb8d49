using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Fills the tables of a file, with a prepared statement per row.</summary>
internal sealed class SqliteFill(DatabaseSession session) : FillTransaction(session)
{
    public override async Task<long> FillAsync(StoredTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var (insert, count) = (await Session.PrepareAsync(table.Insert, cancellationToken).ConfigureAwait(false), 0L);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            // This engine is synchronous.
            insert.With(transaction: null, row).ExecuteNonQuery();
            count++;
        }

        return count;
    }
}

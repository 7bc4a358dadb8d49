using System.Data.Common;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage;

/// <summary>One open connection and the statements prepared on it. Used by one caller at a time; discarded after a failure.</summary>
internal class DatabaseSession(DbConnection connection, bool prepares) : IDisposable
{
    private readonly Dictionary<Statement, PreparedStatement> _statements = new(ReferenceEqualityComparer.Instance);

    public DbConnection Connection => connection;

    /// <summary>Gets whether the connection's file is no longer the database at its path.</summary>
    public virtual bool IsGone => false;

    /// <summary>Throws a transient failure if <see cref="IsGone"/>: then open another session.</summary>
    public virtual void ThrowIfGone()
    {
    }

    /// <summary>Gets typed access to the rows of a result.</summary>
    public virtual StoredRow RowOf(DbDataReader reader) => new DriverRow(reader);

    /// <summary>Gets a statement, prepared on first use.</summary>
    public async ValueTask<PreparedStatement> PrepareAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!_statements.TryGetValue(statement, out var prepared))
        {
            prepared = new PreparedStatement(connection, statement);
            if (prepares)
            {
                await prepared.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            _statements.Add(statement, prepared);
        }

        return prepared;
    }

    /// <summary>Executes a statement and reads all rows of its result, outside a driver transaction.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<StoredRow, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        var prepared = await PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
        using var reader = await prepared.With(transaction: null, values).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var (row, rows) = (RowOf(reader), new List<T>());
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    /// <summary>Counts the rows of each table.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in StoredTables.Filled)
        {
            counts.Add(table.Name, (await QueryAsync(table.Count, static row => row.Int64(0), cancellationToken).ConfigureAwait(false))[0]);
        }

        return counts;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}

using System.Data.Common;

namespace DroasBot.GuildConfig.Storage;

/// <summary>One open connection and the statements prepared on it. Used by one caller at a time; thrown away after a failure.</summary>
internal class DatabaseSession(DbConnection connection, bool prepares) : IDisposable
{
    private readonly Dictionary<Statement, PreparedStatement> _statements = new(ReferenceEqualityComparer.Instance);

    public DbConnection Connection => connection;

    /// <summary>Gets whether what the connection has open is no longer the database of its name.</summary>
    public virtual bool IsGone => false;

    /// <summary>Throws a transient failure if <see cref="IsGone"/>: open another session then.</summary>
    public virtual void ThrowIfGone()
    {
    }

    /// <summary>Gives access to the rows of a result by the types that are stored.</summary>
    public virtual StoredRow RowOf(DbDataReader reader) => new DriverRow(reader);

    /// <summary>Gets a statement, prepared when it is first used.</summary>
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

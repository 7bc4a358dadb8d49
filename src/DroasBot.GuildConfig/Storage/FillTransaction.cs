using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage;

/// <summary>A transaction that fills tables. It is rolled back if it is disposed, or its process dies, before the commit.</summary>
internal abstract class FillTransaction(DatabaseSession session) : IDisposable
{
    private static readonly Statement _commit = new("COMMIT") { TimeoutSeconds = 600 };

    public DatabaseSession Session => session;

    /// <summary>Adds rows to a table.</summary>
    /// <returns>How many were added.</returns>
    public abstract Task<long> FillAsync(StoredTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken);

    /// <returns>How many rows the statement changed.</returns>
    public async Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
    {
        var prepared = await session.PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
        return await prepared.With(transaction: null, values).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => ExecuteAsync(_commit, cancellationToken);

    public void Dispose()
    {
        session.Dispose();
        GC.SuppressFinalize(this);
    }
}

using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>A snapshot of a whole database.</summary>
internal sealed class MoveSnapshot(DatabaseSession session, string name, IDatabaseDialect dialect) : IDisposable
{
    private object?[]? _clock;

    public string Name => name;

    public long Revision => (long)ClockValue("revision")!;

    public long Pruned => (long)ClockValue("pruned")!;

    public string Epoch => (string)ClockValue("epoch")!;

    /// <summary>Reads the clock, which fixes the snapshot.</summary>
    public async Task ReadClockAsync(CancellationToken cancellationToken)
        => _clock = (await session.QueryAsync(StoredTables.Clock.SelectAll, static row => StoredTables.Clock.ReadValues(row), cancellationToken).ConfigureAwait(false)) is [var clock] ? clock : throw Clock.Missing();

    public Task<List<string>> ListMigrationsAsync(CancellationToken cancellationToken) => session.QueryAsync(MigrationHistory.Applied, static row => row.Text(0), cancellationToken);

    /// <summary>Counts the rows of all tables.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) => (await session.CountAsync(cancellationToken).ConfigureAwait(false)).Values.Sum();

    /// <summary>Reads all rows of a table, by key. An unreadable row throws an error that names it.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(StoredTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await OpenAsync(table, cancellationToken).ConfigureAwait(false);
        var row = session.RowOf(reader);
        while (await MoveNextAsync(table, reader, row, cancellationToken).ConfigureAwait(false) is { } values)
        {
            yield return values;
        }
    }

    public void Dispose() => session.Dispose();

    private object? ClockValue(string column) => StoredTables.Clock.NamedValues(_clock!)[column];

    private async Task<DbDataReader> OpenAsync(StoredTable table, CancellationToken cancellationToken)
    {
        try
        {
            var prepared = await session.PrepareAsync(table.SelectAll, cancellationToken).ConfigureAwait(false);
            return await prepared.With(transaction: null).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }

    private async Task<object?[]?> MoveNextAsync(StoredTable table, DbDataReader reader, StoredRow row, CancellationToken cancellationToken)
    {
        var isAtRow = false;
        try
        {
            isAtRow = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return isAtRow ? table.ReadValues(row) : null;
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            var where = isAtRow ? $" where {table.Key.Name} is {Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)}" : string.Empty;
            var store = dialect.ToStoreException(failure);
            throw new GuildConfigStoreException($"The table {table.Name} cannot be read{where}. {store.Message}", store.IsTransient, failure);
        }
    }
}

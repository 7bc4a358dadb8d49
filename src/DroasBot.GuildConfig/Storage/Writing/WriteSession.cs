using System.Data;
using System.Data.Common;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The writer's open connection and its transactions.</summary>
/// <remarks>Used by one unit of work at a time. After a failure it is thrown away.</remarks>
internal sealed class WriteSession : IDisposable
{
    private const string Savepoint = "unit_of_work";

    private readonly DbConnection _connection;
    private readonly IGuildConfigDatabase _database;
    private readonly PreparedStatement _readClock;
    private readonly PreparedStatement _writeClock;
    private DbTransaction? _transaction;
    private string? _transactionId;

    private WriteSession(DbConnection connection, IGuildConfigDatabase database, SettingsRegistry registry)
    {
        _connection = connection;
        _database = database;
        _readClock = new(connection, database.LockClockSql);
        _writeClock = new(connection, "UPDATE guild_config_clock SET revision = @revision;" + database.NotifySql, ("revision", DbType.Int64));
        Statements = new(connection, registry);
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

    /// <summary>Gets what is read and written inside a transaction.</summary>
    public WriterStatements Statements { get; }

    /// <summary>
    /// Gets the id of the transaction whose COMMIT was begun and not answered: it may have been committed. <see langword="null"/> if there is no
    /// such transaction, or if the engine is in this process and leaves no such doubt.
    /// </summary>
    public string? TransactionInDoubt { get; private set; }

    /// <summary>Begins a transaction that keeps every other writer out, and reads the last revision given out.</summary>
    public async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        _transaction = await _connection.BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken).ConfigureAwait(false);
        Statements.Transaction = _transaction;
        _database.ThrowIfGone(_connection);
        using var clock = await _readClock.In(_transaction).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await clock.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Clock.Missing();
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

        using var sameRow = new PreparedStatement(_connection, ChangeRow.SelectSql + " WHERE revision = @revision", ("revision", DbType.Int64));
        using var row = await sameRow.In(_transaction!, lastChange.Revision).ExecuteReaderAsync(CommandBehavior.SingleRow).ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? ChangeRow.IsSame(row, lastChange) : revision >= lastChange.Revision;
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

    /// <summary>Gives a few freed pages back to the file system. Only between transactions.</summary>
    public Task CompactAsync(IGuildConfigDatabase database) => database.CompactAsync(_connection, CancellationToken.None);

    public void Dispose()
    {
        EndTransaction();
        Statements.Dispose();
        _readClock.Dispose();
        _writeClock.Dispose();
        _connection.Dispose();
    }

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
        Statements.Transaction = null;
    }
}

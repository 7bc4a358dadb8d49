using System.Data;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>An empty database that is filled as a whole.</summary>
/// <remarks>
/// First its migration history gets an entry that prevents every start; then one transaction writes everything, and removes that entry. So
/// whenever the process dies, the database is empty and cannot be started on, or is complete.
/// </remarks>
internal sealed class EmptyTarget(
    IDatabaseTransfer transfer,
    IDatabaseAdministration administration,
    IDatabaseConnections connections,
    IDatabaseDialect dialect,
    SchemaMigrator migrator,
    StoreVerifier verifier)
{
    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The epoch remains: it tells which log belongs to a file, and until the next checkpoint the file alone has the clock from before.</summary>
    private static readonly Statement _setClock = new(
        "UPDATE guild_config_clock SET revision = @revision, pruned = @pruned", ("revision", DbType.Int64), ("pruned", DbType.Int64));

    /// <summary>The newest change carries the clock's mark, unless it was pruned.</summary>
    private static readonly Statement _markNewest = new(
        "UPDATE guild_config_change SET mark = (SELECT mark FROM guild_config_clock) WHERE revision = @revision", ("revision", DbType.Int64));

    public string Name => connections.Name;

    /// <summary>Ensures that the database is empty, creates its tables if they are missing, and prevents every start on it.</summary>
    /// <param name="entry">The entry in the migration history that says why it is filled.</param>
    /// <param name="sourceEpoch">The epoch of the source; <see langword="null"/> if there is none.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <returns>A lock that prevents others from filling it until it is disposed.</returns>
    public async Task<IDisposable> PrepareAsync(string entry, string? sourceEpoch, CancellationToken cancellationToken)
    {
        try
        {
            // Also before taking the lock, which leaves a file or creates a database.
            await LookAsync(entry, sourceEpoch, cancellationToken).ConfigureAwait(false);
            var only = await administration.LockForMigrationAsync(_lockTimeout, cancellationToken).ConfigureAwait(false);
            try
            {
                await MarkAsync(entry, await LookAsync(entry, sourceEpoch, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                return only;
            }
            catch
            {
                only.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }

    /// <summary>Fills it in one transaction, which also allows starts again.</summary>
    /// <param name="entry">The entry given to <see cref="PrepareAsync"/>.</param>
    /// <param name="fill">Writes the rows, and returns their highest revision, and how many of the changes up to it were pruned.</param>
    /// <param name="cancellationToken">Cancels the transaction; nothing is then written.</param>
    public async Task FillAsync(string entry, Func<FillTransaction, Task<(long Revision, long Pruned)>> fill, CancellationToken cancellationToken)
    {
        try
        {
            using var transaction = await transfer.OpenFillAsync(cancellationToken).ConfigureAwait(false);
            await ThrowIfFilledMeanwhileAsync(entry, transaction, cancellationToken).ConfigureAwait(false);
            var (revision, pruned) = await fill(transaction).ConfigureAwait(false);
            if (await transaction.ExecuteAsync(_setClock, cancellationToken, revision, pruned).ConfigureAwait(false) == 0)
            {
                throw Clock.Missing();
            }

            await transaction.ExecuteAsync(_markNewest, cancellationToken, revision).ConfigureAwait(false);
            await transaction.ExecuteAsync(UnfinishedTarget.Unmark(entry), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }

        await TrySettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The database is complete. What is not done here, a bot's next checkpoint does, or the server itself.</summary>
    private async Task TrySettleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await transfer.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
        }
    }

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => verifier.VerifyAsync(progress: null, cancellationToken);

    private async Task<DatabaseState> LookAsync(string entry, string? sourceEpoch, CancellationToken cancellationToken)
    {
        var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
        migrator.ThrowIfMayNotCreate(state);
        var pending = migrator.PendingOf(UnfinishedTarget.Without(entry, state));
        if (state.Migrations.Count == 0)
        {
            return state;
        }

        if (pending.Count > 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' is not a new one: an older version of the library created it. Name one that does not exist, or is empty; nothing was changed.", isTransient: false, innerException: null);
        }

        using var session = await connections.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        if ((await ReadClockAsync(session, cancellationToken).ConfigureAwait(false)).Exists(clock => clock.Epoch == sourceEpoch))
        {
            throw new ArgumentException($"The source is the database '{Name}' itself. Name another target; nothing was changed.");
        }

        await ThrowIfFilledAsync(session, cancellationToken).ConfigureAwait(false);
        return state;
    }

    private async Task MarkAsync(string entry, DatabaseState state, CancellationToken cancellationToken)
    {
        if (!state.Migrations.Contains(entry))
        {
            var tables = state.Migrations.Count > 0 ? string.Empty : await migrator.ScriptAsync(state, cancellationToken).ConfigureAwait(false);
            await administration.MigrateAsync(tables + UnfinishedTarget.MarkSql(entry), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A bot that had the empty database open before it was marked may have written to it; then it is not empty.</summary>
    private async Task ThrowIfFilledMeanwhileAsync(string entry, FillTransaction fill, CancellationToken cancellationToken)
    {
        try
        {
            await ThrowIfFilledAsync(fill.Session, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException)
        {
            await fill.ExecuteAsync(UnfinishedTarget.Unmark(entry), cancellationToken).ConfigureAwait(false);
            await fill.CommitAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The clock must not go back, not even that of a database from which everything has been removed.</summary>
    private async Task ThrowIfFilledAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        var counts = await session.CountAsync(cancellationToken).ConfigureAwait(false);
        if (counts.Values.Any(static rows => rows > 0))
        {
            throw NotEmpty(string.Join(", ", counts.Where(static table => table.Value > 0).Select(static table => $"{table.Value} rows in {table.Key}")));
        }

        if ((await ReadClockAsync(session, cancellationToken).ConfigureAwait(false)).Find(static clock => clock.Revision > 0) is { } used)
        {
            throw NotEmpty($"been at revision {used.Revision}");
        }
    }

    private static Task<List<Clock>> ReadClockAsync(DatabaseSession session, CancellationToken cancellationToken)
        => session.QueryAsync(Clock.Select, static row => Clock.Read(row), cancellationToken);

    private GuildConfigStoreException NotEmpty(string what)
        => new(
            $"The database '{Name}' is not empty: it has {what}. Only a database that does not exist yet, or is empty, can be filled. Name another one; nothing was changed.",
            isTransient: false,
            innerException: null);
}

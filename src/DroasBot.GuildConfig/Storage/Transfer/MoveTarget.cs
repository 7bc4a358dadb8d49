using System.Data;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>The database that a move fills.</summary>
/// <remarks>
/// First its history of migrations gets an entry that keeps every start out; then one transaction copies everything, and takes that entry away. So
/// whenever the process dies, the database has nothing and cannot be started on, or has everything.
/// </remarks>
internal sealed class MoveTarget(
    IDatabaseTransfer transfer,
    IDatabaseAdministration administration,
    IDatabaseConnections connections,
    IDatabaseDialect dialect,
    SchemaMigrator migrator,
    StoreVerifier verifier)
{
    private const int RowsBetweenReports = 1000;

    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(10);

    private static readonly Statement _readEpoch = new("SELECT epoch FROM guild_config_clock");
    private static readonly Statement _removeClock = new("DELETE FROM guild_config_clock");
    private static readonly Statement _unmark = UnfinishedTarget.Unmark(UnfinishedTarget.Move);

    /// <summary>The newest change carries the clock's mark, unless it was pruned.</summary>
    private static readonly Statement _markNewest = new(
        "UPDATE guild_config_change SET mark = @mark WHERE revision = @revision", ("mark", DbType.String), ("revision", DbType.Int64));

    public string Name => connections.Name;

    /// <summary>Makes sure that there is nothing in the database, makes its tables if they are missing, and keeps every start out of it.</summary>
    /// <returns>What keeps every other move out, until it is disposed.</returns>
    public async Task<IDisposable> PrepareAsync(MoveSnapshot source, CancellationToken cancellationToken)
    {
        try
        {
            // Also before the lock is taken: that leaves a file or makes a database.
            await LookAsync(source, cancellationToken).ConfigureAwait(false);
            var only = await administration.LockForMigrationAsync(_lockTimeout, cancellationToken).ConfigureAwait(false);
            try
            {
                await MarkAsync(await LookAsync(source, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
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

    /// <summary>Copies everything in one transaction.</summary>
    /// <returns>How many rows each table has, and where the clock stands.</returns>
    public async Task<(IReadOnlyDictionary<string, long> Rows, long Revision)> FillAsync(
        MoveSnapshot source, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var fill = await transfer.OpenFillAsync(cancellationToken).ConfigureAwait(false);
            await ThrowIfFilledMeanwhileAsync(fill, cancellationToken).ConfigureAwait(false);
            var copied = await CopyAsync(source, fill, progress, cancellationToken).ConfigureAwait(false);
            var counted = await fill.CountAsync(cancellationToken).ConfigureAwait(false);
            if (StoredTables.Filled.FirstOrDefault(table => counted[table.Name] != copied[table.Name]) is { } wrong)
            {
                throw new GuildConfigStoreException(
                    $"The table {wrong.Name} has {counted[wrong.Name]} rows after {copied[wrong.Name]} were copied into it.", isTransient: false, innerException: null);
            }

            await fill.CommitAsync(cancellationToken).ConfigureAwait(false);
            await transfer.SettleAsync(cancellationToken).ConfigureAwait(false);
            return (counted, source.Revision);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => verifier.VerifyAsync(cancellationToken);

    private async Task<DatabaseState> LookAsync(MoveSnapshot source, CancellationToken cancellationToken)
    {
        var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
        migrator.ThrowIfMayNotCreate(state);
        var pending = migrator.PendingOf(UnfinishedTarget.WithoutMove(state));
        if (state.Migrations.Count == 0)
        {
            return state;
        }

        if (pending.Count > 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' is not a new one: an older version of the library has made it. Name one that does not exist, or that is empty; nothing was changed.", isTransient: false, innerException: null);
        }

        using var session = await connections.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        if ((await session.QueryAsync(_readEpoch, static row => row.Text(0), cancellationToken).ConfigureAwait(false)).Contains(source.Epoch))
        {
            throw new ArgumentException($"'{source.Name}' and '{Name}' are the same database. Name another target; nothing was changed.");
        }

        await ThrowIfFilledAsync(session.CountAsync, cancellationToken).ConfigureAwait(false);
        return state;
    }

    private async Task MarkAsync(DatabaseState state, CancellationToken cancellationToken)
    {
        if (!state.Migrations.Contains(UnfinishedTarget.Move))
        {
            var tables = state.Migrations.Count > 0 ? string.Empty : await migrator.ScriptAsync(state, cancellationToken).ConfigureAwait(false);
            await administration.MigrateAsync(tables + UnfinishedTarget.MarkSql(UnfinishedTarget.Move), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A bot that had the empty database open before it was marked may have written: then it is that bot's.</summary>
    private async Task ThrowIfFilledMeanwhileAsync(FillTransaction fill, CancellationToken cancellationToken)
    {
        try
        {
            await ThrowIfFilledAsync(fill.CountAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException)
        {
            await fill.ExecuteAsync(_unmark, cancellationToken).ConfigureAwait(false);
            await fill.CommitAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task ThrowIfFilledAsync(Func<CancellationToken, Task<IReadOnlyDictionary<string, long>>> count, CancellationToken cancellationToken)
    {
        var counts = await count(cancellationToken).ConfigureAwait(false);
        if (counts.Values.Any(static rows => rows > 0))
        {
            throw new GuildConfigStoreException(
                $"The database '{Name}' is not empty: it has {string.Join(", ", counts.Where(static table => table.Value > 0).Select(static table => $"{table.Value} rows in {table.Key}"))}. "
                + "A move fills a database that does not exist yet, or that has nothing in it. Name another one; nothing was changed.",
                isTransient: false,
                innerException: null);
        }
    }

    private static async Task<Dictionary<string, long>> CopyAsync(
        MoveSnapshot source, FillTransaction fill, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var (total, done) = (progress is null ? 0 : await source.CountAsync(cancellationToken).ConfigureAwait(false), 0L);
        var copied = new Dictionary<string, long>();
        progress?.Report(new RowProgress(0, total));
        foreach (var table in StoredTables.Filled)
        {
            copied.Add(table.Name, await fill.FillAsync(table, Counted(source.ReadAsync(table, cancellationToken)), cancellationToken).ConfigureAwait(false));
        }

        var mark = Clock.NewMark();
        await fill.ExecuteAsync(_removeClock, cancellationToken).ConfigureAwait(false);
        await fill.ExecuteAsync(StoredTables.Clock.Insert, cancellationToken, source.ClockOfCopy(mark)).ConfigureAwait(false);
        await fill.ExecuteAsync(_markNewest, cancellationToken, mark, source.Revision).ConfigureAwait(false);
        await fill.ExecuteAsync(_unmark, cancellationToken).ConfigureAwait(false);
        progress?.Report(new RowProgress(done, total));
        return copied;

        async IAsyncEnumerable<object?[]> Counted(IAsyncEnumerable<object?[]> rows)
        {
            await foreach (var row in rows.ConfigureAwait(false))
            {
                if (++done % RowsBetweenReports == 0)
                {
                    progress?.Report(new RowProgress(done, total));
                }

                yield return row;
            }
        }
    }
}

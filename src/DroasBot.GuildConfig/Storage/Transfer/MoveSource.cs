using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>The database that a move reads.</summary>
internal sealed class MoveSource(IDatabaseTransfer transfer, IDatabaseConnections connections, IDatabaseDialect dialect, SchemaMigrator migrator)
{
    public string Name => connections.Name;

    /// <summary>Opens the snapshot, and ensures that this version knows its schema.</summary>
    public async Task<MoveSnapshot> OpenAsync(CancellationToken cancellationToken)
    {
        MoveSnapshot? snapshot = null;
        try
        {
            snapshot = new MoveSnapshot(await transfer.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false), Name, dialect);
            await snapshot.ReadClockAsync(cancellationToken).ConfigureAwait(false);
            var state = new DatabaseState(Exists: true, await snapshot.ListMigrationsAsync(cancellationToken).ConfigureAwait(false), HasForeignTables: false);
            return migrator.PendingOf(state) is not { Count: > 0 } pending ? snapshot
                : throw new GuildConfigStoreException(
                    $"The database '{Name}' lacks the migrations {string.Join(", ", pending)}. Start a bot of this version on it once, and then move it; nothing was changed.", isTransient: false, innerException: null);
        }
        catch (Exception failure)
        {
            snapshot?.Dispose();
            if (dialect.IsOwn(failure))
            {
                throw dialect.ToStoreException(failure);
            }

            throw;
        }
    }
}

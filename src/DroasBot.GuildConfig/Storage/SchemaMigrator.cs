using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Brings the schema up to date, whatever other processes do and however an earlier start ended.</summary>
/// <remarks>
/// EF Core's own lock is a row that a killed process leaves behind, and that every later migration waits for without end. So a lock of the
/// operating system comes first, and while it is held such a row is known to be stale.
/// </remarks>
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "AddGuildConfig, the only way here, says that it needs dynamic code.")]
internal sealed class SchemaMigrator(
    IDbContextFactory<GuildConfigDbContext> contexts,
    IGuildConfigDatabase database,
    IOptions<GuildConfigOptions> options,
    ILogger<SchemaMigrator> logger)
{
    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(30);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value.MigrateOnStartup)
            {
                using var migrationLock = await database.LockForMigrationAsync(_lockTimeout, cancellationToken).ConfigureAwait(false);
                await ApplyPendingAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await ThrowIfPendingAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            throw database.ToStoreException(failure);
        }
    }

    private async Task ApplyPendingAsync(CancellationToken cancellationToken)
    {
        await database.CreateAsync(cancellationToken).ConfigureAwait(false);
        using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        if (pending.Count > 0)
        {
            await database.RemoveStaleMigrationLockAsync(context, cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            logger.Migrated(database.Name, pending.Count);
        }
    }

    private async Task ThrowIfPendingAsync(CancellationToken cancellationToken)
    {
        using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        if (pending.Count > 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{database.Name}' lacks the migrations {string.Join(", ", pending)}, and MigrateOnStartup is off. Start once with it on.", isTransient: false, innerException: null);
        }
    }
}

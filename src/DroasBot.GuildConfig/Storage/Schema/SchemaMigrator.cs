using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Brings the schema up to date, whatever other processes do and however an earlier start ended.</summary>
/// <remarks>
/// EF Core's own lock is a row that a killed process leaves behind, and that every later migration waits for without end. So a lock of the
/// operating system comes first, and while it is held such a row is known to be stale.
/// </remarks>
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "AddGuildConfig, the only way here, says that it needs dynamic code.")]
internal sealed class SchemaMigrator(
    IDbContextFactory<GuildConfigDbContext> contexts,
    IGuildConfigDatabase database,
    Tracing tracing,
    IOptions<GuildConfigOptions> options,
    ILogger<SchemaMigrator> logger)
{
    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Migrates; or, if the host does that by other means, fails unless the schema is up to date.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var operation = tracing.BeginMigration();
        try
        {
            operation.Tag("migrations", await operation.RunAsync(() => MigrateOrThrowAsync(cancellationToken)).ConfigureAwait(false));
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            throw database.ToStoreException(failure);
        }
    }

    /// <summary>Names the migrations that the database lacks; fails if there is none.</summary>
    public Task<IReadOnlyList<string>> FindPendingAsync(CancellationToken cancellationToken)
        => contexts.QueryAsync(
            database,
            async context =>
            {
                await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                return await FindPendingAsync(context, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> FindPendingAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
        => [.. await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)];

    private async Task<int> MigrateOrThrowAsync(CancellationToken cancellationToken)
    {
        using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (!options.Value.MigrateOnStartup)
        {
            await ThrowIfPendingAsync(context, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        // Built before the lock is taken: it is most of what a start costs, and other processes wait for the lock.
        _ = context.Model;
        using var migrationLock = await database.LockForMigrationAsync(_lockTimeout, cancellationToken).ConfigureAwait(false);
        return await ApplyPendingAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> ApplyPendingAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        await database.CreateAsync(cancellationToken).ConfigureAwait(false);
        var pending = await FindPendingAsync(context, cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
        {
            await database.RemoveStaleMigrationLockAsync(context, cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            logger.Migrated(database.Name, pending.Count);
        }

        return pending.Count;
    }

    private async Task ThrowIfPendingAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        var pending = await FindPendingAsync(context, cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
        {
            throw new GuildConfigStoreException(
                $"The database '{database.Name}' lacks the migrations {string.Join(", ", pending)}, and MigrateOnStartup is off. Start once with it on.", isTransient: false, innerException: null);
        }
    }
}

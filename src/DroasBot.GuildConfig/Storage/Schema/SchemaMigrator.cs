using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Brings the schema up to date, safely with other processes, and after an interrupted start.</summary>
/// <remarks>
/// An inspection without EF Core determines whether anything is to be done; only then is EF Core's model built, for the text of the statements. They are executed here, in
/// one transaction, so that a start that is killed leaves nothing half done, and no lock row as EF Core's own migrator does.
/// </remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "AddGuildConfig, the only way here, says that it cannot be trimmed.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "AddGuildConfig, the only way here, says that it needs dynamic code.")]
internal sealed class SchemaMigrator(
    Lazy<IDbContextFactory<GuildConfigDbContext>> contexts,
    IDatabaseConnections connections,
    IDatabaseAdministration administration,
    IDatabaseDialect dialect,
    MigrationHistory history,
    Tracing tracing,
    IOptions<GuildConfigOptions> options,
    ILogger<SchemaMigrator> logger)
{
    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Migrates; or, if the host migrates by other means, fails unless the schema is up to date.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var operation = tracing.BeginMigration();
        try
        {
            operation.Tag("migrations", await operation.RunAsync(() => MigrateOrThrowAsync(cancellationToken)).ConfigureAwait(false));
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }

    /// <summary>Gets the pending migrations while the library runs; fails if the database cannot be read, or has a migration unknown to this version.</summary>
    public async Task<IReadOnlyList<string>> FindPendingAsync(CancellationToken cancellationToken)
        => PendingOf(new DatabaseState(Exists: true, await history.ReadAsync(cancellationToken).ConfigureAwait(false), HasForeignTables: false));

    /// <summary>Fails if the database is missing and may not be created.</summary>
    public void ThrowIfMayNotCreate(DatabaseState state)
    {
        if (!state.Exists && !administration.MayCreate)
        {
            throw new GuildConfigStoreException(
                $"The database '{connections.Name}' does not exist. Check the connection string, or start once with CreateIfMissing (and without Mode=ReadWrite) to create it; nothing was created.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>Creates the script of the pending migrations of a database.</summary>
    public async Task<string> ScriptAsync(DatabaseState state, CancellationToken cancellationToken)
    {
        using var context = await contexts.Value.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return Script(context, state);
    }

    /// <summary>Gets the pending migrations of a database; fails if it is not the library's, has a migration unknown to this version, or is unfinished.</summary>
    public IReadOnlyList<string> PendingOf(DatabaseState state)
    {
        if (state.HasForeignTables)
        {
            throw new GuildConfigStoreException(
                $"The database '{connections.Name}' has a table with a name that the library uses ({string.Join(", ", GuildConfigModel.Tables)}), and it is not the library's. Give the library its own database, or rename the table; nothing was changed.",
                isTransient: false,
                innerException: null);
        }

        UnfinishedTarget.ThrowIfOne(connections.Name, state);
        if (state.Migrations.Except(administration.KnownMigrations).ToList() is { Count: > 0 } unknown)
        {
            throw new GuildConfigStoreException(
                $"The database '{connections.Name}' was migrated to {unknown[^1]} by a newer version of the library; this version, {Version}, knows no migration after {administration.KnownMigrations[^1]}. Use the newer version; nothing was changed.",
                isTransient: false,
                innerException: null);
        }

        return [.. administration.KnownMigrations.Except(state.Migrations)];
    }

    private async Task<int> MigrateOrThrowAsync(CancellationToken cancellationToken)
    {
        var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfMayNotCreate(state);
        var pending = PendingOf(state);
        if (pending.Count > 0 && !options.Value.MigrateOnStartup)
        {
            throw new GuildConfigStoreException(
                state.Exists
                    ? $"The database '{connections.Name}' lacks the migrations {string.Join(", ", pending)}, and MigrateOnStartup is off. Start once with it on."
                    : $"The database '{connections.Name}' does not exist, and MigrateOnStartup is off. Start once with it on.",
                isTransient: false,
                innerException: null);
        }

        if (pending.Count > 0)
        {
            return await ApplyPendingAsync(cancellationToken).ConfigureAwait(false);
        }

        await administration.EnterAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> ApplyPendingAsync(CancellationToken cancellationToken)
    {
        // Before taking the lock: building the model is most of the cost of a first start, and other processes wait for the lock.
        using var context = await contexts.Value.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        _ = context.Model;
        using var migrationLock = await administration.LockForMigrationAsync(_lockTimeout, cancellationToken).ConfigureAwait(false);
        var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
        var pending = PendingOf(state);
        if (pending.Count == 0)
        {
            return 0;
        }

        await administration.MigrateAsync(Script(context, state), cancellationToken).ConfigureAwait(false);
        if (state.Migrations.Count == 0)
        {
            logger.DatabaseMade(connections.Name);
        }
        else
        {
            logger.Migrated(connections.Name, pending.Count);
        }

        return pending.Count;
    }

    private static string Script(GuildConfigDbContext context, DatabaseState state)
        => context.GetService<IMigrator>().GenerateScript(
            state.Migrations.Count == 0 ? Migration.InitialDatabase : state.Migrations[^1], options: MigrationsSqlGenerationOptions.NoTransactions);

    private static string Version => typeof(SchemaMigrator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

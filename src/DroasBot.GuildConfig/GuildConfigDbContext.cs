using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig;

/// <summary>The tables of the library, for a host's own LINQ queries. Read-only: make changes through <see cref="IGuildConfigService"/>.</summary>
/// <remarks>
/// Get one from <c>IDbContextFactory&lt;GuildConfigDbContext&gt;</c>, which <c>AddGuildConfig</c> registers, and dispose it. It reads the database, not the
/// cache, and tracks nothing. It does not migrate: the library's start does. Writes without saving (<c>ExecuteUpdate</c>, <c>ExecuteDelete</c>,
/// <c>ExecuteSql</c>) throw <see cref="InvalidOperationException"/> too. An instance is not thread-safe; the factory is.
/// </remarks>
[RequiresUnreferencedCode(Untrimmable.EntityFramework)]
[RequiresDynamicCode(Untrimmable.EntityFramework)]
public sealed class GuildConfigDbContext : DbContext
{
    /// <summary>Creates a context. Hosts use the factory instead.</summary>
    /// <param name="options">The options of the context.</param>
    public GuildConfigDbContext(DbContextOptions<GuildConfigDbContext> options)
        : base(options)
    {
    }

    /// <summary>Gets the guilds that have a configuration.</summary>
    public DbSet<GuildConfigRow> Guilds => Set<GuildConfigRow>();

    /// <summary>Gets the background images in use.</summary>
    public DbSet<BackgroundAssetRow> Backgrounds => Set<BackgroundAssetRow>();

    /// <summary>Gets the bytes of background images.</summary>
    public DbSet<BackgroundContentRow> Contents => Set<BackgroundContentRow>();

    /// <summary>Gets the audit trail.</summary>
    public DbSet<GuildConfigChangeRow> Changes => Set<GuildConfigChangeRow>();

    /// <summary>Gets the clock: one row.</summary>
    public DbSet<GuildConfigClockRow> Clock => Set<GuildConfigClockRow>();

    /// <summary>Gets the guilds that the bot has left.</summary>
    public DbSet<GuildDepartureRow> Departures => Set<GuildDepartureRow>();

    /// <summary>Not supported: a row written here would have no revision, no audit trail, and other processes would not notice it.</summary>
    /// <param name="acceptAllChangesOnSuccess">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw WriteRefusal.Create();

    /// <summary>Not supported: a row written here would have no revision, no audit trail, and other processes would not notice it.</summary>
    /// <param name="acceptAllChangesOnSuccess">Not used.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) => throw WriteRefusal.Create();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        GuildConfigModel.Build(modelBuilder);
    }
}

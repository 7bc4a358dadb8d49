using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The model of the four tables. Holds the schema and the queries; writes go through <see cref="WriterStatements"/>.</summary>
[RequiresUnreferencedCode(Untrimmable.EntityFramework)]
[RequiresDynamicCode(Untrimmable.EntityFramework)]
internal sealed class GuildConfigDbContext(DbContextOptions<GuildConfigDbContext> options) : DbContext(options)
{
    public DbSet<GuildConfigRow> Guilds => Set<GuildConfigRow>();

    public DbSet<BackgroundAssetRow> Backgrounds => Set<BackgroundAssetRow>();

    public DbSet<GuildConfigChangeRow> Changes => Set<GuildConfigChangeRow>();

    public DbSet<GuildConfigClockRow> Clock => Set<GuildConfigClockRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<GuildConfigRow>(guild =>
        {
            guild.ToTable("guild_config", table => table.HasCheckConstraint("ck_guild_config_guild_id", "guild_id <> 0"));
            guild.HasKey(g => g.GuildId);
            guild.Property(g => g.GuildId).HasColumnName("guild_id").ValueGeneratedNever();
            guild.Property(g => g.WelcomeChannelId).HasColumnName("welcome_channel_id");
            guild.Property(g => g.BackgroundRef).HasColumnName("background_ref");
            guild.Property(g => g.Settings).HasColumnName("settings");
            guild.Property(g => g.CreatedAt).HasColumnName("created_at");
            guild.Property(g => g.UpdatedAt).HasColumnName("updated_at");
            guild.Property(g => g.Revision).HasColumnName("revision").IsConcurrencyToken();
            guild.HasIndex(g => g.BackgroundRef).IsUnique().HasDatabaseName("ux_guild_config_background_ref").HasFilter("background_ref IS NOT NULL");
            guild.HasOne(g => g.Background).WithOne()
                .HasForeignKey<GuildConfigRow>(g => g.BackgroundRef)
                .HasConstraintName("fk_guild_config_background_ref")
                .OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<BackgroundAssetRow>(asset =>
        {
            asset.ToTable("background_asset");
            asset.HasKey(a => a.Id);
            asset.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
            asset.Property(a => a.FilePath).HasColumnName("file_path");
            asset.Property(a => a.MediaType).HasColumnName("media_type");
            asset.Property(a => a.CreatedAt).HasColumnName("created_at");
        });

        modelBuilder.Entity<GuildConfigChangeRow>(change =>
        {
            change.ToTable("guild_config_change");
            change.HasKey(c => c.Revision);
            change.Property(c => c.Revision).HasColumnName("revision").ValueGeneratedNever();
            change.Property(c => c.GuildId).HasColumnName("guild_id");
            change.Property(c => c.Kind).HasColumnName("kind");
            change.Property(c => c.ActorId).HasColumnName("actor_id");
            change.Property(c => c.Reason).HasColumnName("reason");
            change.Property(c => c.ChangedAt).HasColumnName("changed_at");
            change.Property(c => c.Before).HasColumnName("before");
            change.Property(c => c.After).HasColumnName("after");
            change.HasIndex(c => new { c.GuildId, c.Revision }).HasDatabaseName("ix_guild_config_change_guild_id_revision");
        });

        modelBuilder.Entity<GuildConfigClockRow>(clock =>
        {
            clock.ToTable("guild_config_clock", table => table.HasCheckConstraint("ck_guild_config_clock_one_row", "id = 1"));
            clock.HasKey(c => c.Id);
            clock.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
            clock.Property(c => c.Revision).HasColumnName("revision");
            clock.Property(c => c.Epoch).HasColumnName("epoch");
        });
    }
}

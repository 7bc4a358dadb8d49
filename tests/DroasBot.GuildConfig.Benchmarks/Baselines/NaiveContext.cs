using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>The same tables as a host would map them itself: the engine numbers the change log.</summary>
internal sealed class NaiveContext(DbContextOptions<NaiveContext> options) : DbContext(options)
{
    public DbSet<NaiveGuild> Guilds => Set<NaiveGuild>();

    public DbSet<NaiveChange> Changes => Set<NaiveChange>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<NaiveGuild>(guild =>
        {
            guild.ToTable("guild_config").HasKey(g => g.GuildId);
            guild.Property(g => g.GuildId).HasColumnName("guild_id").ValueGeneratedNever();
            guild.Property(g => g.WelcomeChannelId).HasColumnName("welcome_channel_id");
            guild.Property(g => g.BackgroundRef).HasColumnName("background_ref");
            guild.Property(g => g.Settings).HasColumnName("settings");
            guild.Property(g => g.CreatedAt).HasColumnName("created_at");
            guild.Property(g => g.UpdatedAt).HasColumnName("updated_at");
            guild.Property(g => g.Revision).HasColumnName("revision");
        });

        modelBuilder.Entity<NaiveChange>(change =>
        {
            change.ToTable("guild_config_change").HasKey(c => c.Revision);
            change.Property(c => c.Revision).HasColumnName("revision").ValueGeneratedOnAdd();
            change.Property(c => c.GuildId).HasColumnName("guild_id");
            change.Property(c => c.Kind).HasColumnName("kind");
            change.Property(c => c.ActorId).HasColumnName("actor_id");
            change.Property(c => c.Reason).HasColumnName("reason");
            change.Property(c => c.ChangedAt).HasColumnName("changed_at");
            change.Property(c => c.Before).HasColumnName("before");
            change.Property(c => c.After).HasColumnName("after");
        });
    }
}

using DroasBot.GuildConfig.Internal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The schema: tables, columns, keys and constraints. The migrations are generated from it.</summary>
internal static class GuildConfigModel
{
    /// <summary>EF Core's history of migrations, under a name that does not collide with a host's context.</summary>
    public const string HistoryTable = "guild_config_migration";

    /// <summary>The tables that the first migration creates.</summary>
    public static readonly IReadOnlyList<string> Tables =
        ["guild_config", "background_asset", "background_content", "guild_config_change", "guild_config_clock", "guild_departure"];

    /// <summary>Neither engine has unsigned integers: the same 64 bits are stored as a signed one.</summary>
    private static readonly ValueConverter<ulong, long> _snowflake = new(id => Snowflake.ToStored(id), stored => Snowflake.FromStored(stored));

    private static readonly ValueConverter<DateTimeOffset, long> _time =
        new(time => time.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

    public static void Build(ModelBuilder model)
    {
        model.Entity<GuildConfigRow>(BuildGuild);
        model.Entity<BackgroundAssetRow>(BuildAsset);
        model.Entity<BackgroundContentRow>(BuildContent);
        model.Entity<GuildConfigChangeRow>(BuildChange);
        model.Entity<GuildConfigClockRow>(BuildClock);
        model.Entity<GuildDepartureRow>(BuildDeparture);
    }

    private static void BuildGuild(EntityTypeBuilder<GuildConfigRow> guild)
    {
        guild.ToTable("guild_config", table =>
        {
            table.HasCheckConstraint("ck_guild_config_guild_id", "guild_id <> 0");
            table.HasCheckConstraint("ck_guild_config_revision", "revision > 0");
        });
        guild.HasKey(g => g.GuildId);
        guild.Property(g => g.GuildId).HasColumnName("guild_id").HasConversion(_snowflake).ValueGeneratedNever();
        guild.Property(g => g.WelcomeChannelId).HasColumnName("welcome_channel_id").HasConversion(_snowflake);
        guild.Property(g => g.BackgroundRef).HasColumnName("background_ref");
        guild.Property(g => g.Settings).HasColumnName("settings");
        guild.Property(g => g.CreatedAt).HasColumnName("created_at").HasConversion(_time);
        guild.Property(g => g.UpdatedAt).HasColumnName("updated_at").HasConversion(_time);
        guild.Property(g => g.Revision).HasColumnName("revision");
        guild.HasIndex(g => g.BackgroundRef).IsUnique().HasDatabaseName("ux_guild_config_background_ref").HasFilter("background_ref IS NOT NULL");
        guild.HasOne(g => g.Background).WithOne()
            .HasForeignKey<GuildConfigRow>(g => g.BackgroundRef)
            .HasConstraintName("fk_guild_config_background_ref")
            .OnDelete(DeleteBehavior.Restrict);
    }

    private static void BuildAsset(EntityTypeBuilder<BackgroundAssetRow> asset)
    {
        asset.ToTable("background_asset", table => table.HasCheckConstraint("ck_background_asset_source", "(file_path IS NULL) <> (content_hash IS NULL)"));
        asset.HasKey(a => a.Id);
        asset.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        asset.Property(a => a.FilePath).HasColumnName("file_path");
        asset.Property(a => a.ContentHash).HasColumnName("content_hash");
        asset.Property(a => a.MediaType).HasColumnName("media_type");
        asset.Property(a => a.CreatedAt).HasColumnName("created_at").HasConversion(_time);
        asset.HasIndex(a => a.ContentHash).HasDatabaseName("ix_background_asset_content_hash").HasFilter("content_hash IS NOT NULL");
        asset.HasOne<BackgroundContentRow>().WithMany()
            .HasForeignKey(a => a.ContentHash)
            .HasConstraintName("fk_background_asset_content_hash")
            .OnDelete(DeleteBehavior.Restrict);
    }

    private static void BuildContent(EntityTypeBuilder<BackgroundContentRow> content)
    {
        content.ToTable("background_content");
        content.HasKey(c => c.Hash);
        content.Property(c => c.Hash).HasColumnName("hash");
        content.Property(c => c.MediaType).HasColumnName("media_type");
        content.Property(c => c.Width).HasColumnName("width");
        content.Property(c => c.Height).HasColumnName("height");
        content.Property(c => c.Length).HasColumnName("length");
        content.Property(c => c.Bytes).HasColumnName("bytes");
        content.Property(c => c.CreatedAt).HasColumnName("created_at").HasConversion(_time);
    }

    private static void BuildChange(EntityTypeBuilder<GuildConfigChangeRow> change)
    {
        change.ToTable("guild_config_change", table => table.HasCheckConstraint("ck_guild_config_change_revision", "revision > 0"));
        change.HasKey(c => c.Revision);
        change.Property(c => c.Revision).HasColumnName("revision").ValueGeneratedNever();
        change.Property(c => c.GuildId).HasColumnName("guild_id").HasConversion(_snowflake);
        change.Property(c => c.Kind).HasColumnName("kind");
        change.Property(c => c.ActorId).HasColumnName("actor_id").HasConversion(_snowflake);
        change.Property(c => c.Reason).HasColumnName("reason");
        change.Property(c => c.ChangedAt).HasColumnName("changed_at").HasConversion(_time);
        change.Property(c => c.Before).HasColumnName("before");
        change.Property(c => c.After).HasColumnName("after");
        change.Property(c => c.Previous).HasColumnName("previous");
        change.Property(c => c.Mark).HasColumnName("mark");
        change.Property(c => c.Digest).HasColumnName("digest");
        change.HasIndex(c => new { c.GuildId, c.Revision }).HasDatabaseName("ix_guild_config_change_guild_id_revision");
    }

    private static void BuildClock(EntityTypeBuilder<GuildConfigClockRow> clock)
    {
        clock.ToTable("guild_config_clock", table => table.HasCheckConstraint("ck_guild_config_clock_one_row", $"id = {GuildConfigClockRow.OnlyId}"));
        clock.HasKey(c => c.Id);
        clock.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        clock.Property(c => c.Revision).HasColumnName("revision");
        clock.Property(c => c.Epoch).HasColumnName("epoch");
        clock.Property(c => c.Mark).HasColumnName("mark");
        clock.Property(c => c.Pruned).HasColumnName("pruned");
    }

    private static void BuildDeparture(EntityTypeBuilder<GuildDepartureRow> departure)
    {
        departure.ToTable("guild_departure", table => table.HasCheckConstraint("ck_guild_departure_guild_id", "guild_id <> 0"));
        departure.HasKey(d => d.GuildId);
        departure.Property(d => d.GuildId).HasColumnName("guild_id").HasConversion(_snowflake).ValueGeneratedNever();
        departure.Property(d => d.LeftAt).HasColumnName("left_at").HasConversion(_time);
    }
}

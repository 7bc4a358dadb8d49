using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Creates a context for the scaffolding tool; compiled only for it.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<GuildConfigDbContext>
{
    public GuildConfigDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<GuildConfigDbContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsAssembly(typeof(DesignTimeContextFactory).Assembly).MigrationsHistoryTable(GuildConfigModel.HistoryTable)).Options);
}

using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Creates a context for the scaffolding tool; compiled only for it.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<GuildConfigDbContext>
{
    public GuildConfigDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<GuildConfigDbContext>().UseSqlite("Data Source=design-time.db", sqlite => sqlite.MigrationsHistoryTable(GuildConfigModel.HistoryTable)).Options);
}

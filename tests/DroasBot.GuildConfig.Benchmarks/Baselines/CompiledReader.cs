using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>A compiled query on a pooled context; uses only the model of the library.</summary>
internal sealed class CompiledReader(string connectionString)
{
    private static readonly Func<GuildConfigDbContext, ulong, Task<GuildConfigRow?>> _query =
        EF.CompileAsyncQuery((GuildConfigDbContext context, ulong guildId) =>
            context.Guilds.AsNoTracking().Include(guild => guild.Background).FirstOrDefault(guild => guild.GuildId == guildId));

    private readonly PooledDbContextFactory<GuildConfigDbContext> _contexts = new(
        new DbContextOptionsBuilder<GuildConfigDbContext>().UseSqlite(connectionString).EnableThreadSafetyChecks(false).Options);

    public async ValueTask<long> ReadAsync(ulong guildId)
    {
        using var context = await _contexts.CreateDbContextAsync();
        return (await _query(context, guildId))?.Revision ?? 0;
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Reads of guilds that are not cached, against a compiled query on a pooled context without anything of the library.</summary>
internal sealed class ColdReads : IMeasurement
{
    private const int Guilds = 100_000;
    private const int Chunk = 1_000;

    private static readonly Func<GuildConfigDbContext, long, Task<GuildConfigRow?>> _query =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long guildId) =>
            context.Guilds.AsNoTracking().Include(guild => guild.Background).FirstOrDefault(guild => guild.GuildId == guildId));

    public string Name => "cold";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(Guilds);
        await using var host = await database.OpenHostAsync();
        var service = host.GetRequiredService<IGuildConfigService>();
        var cache = host.GetRequiredService<IGuildConfigCache>();
        var contexts = new PooledDbContextFactory<GuildConfigDbContext>(
            new DbContextOptionsBuilder<GuildConfigDbContext>().UseSqlite(database.ConnectionString).EnableThreadSafetyChecks(false).Options);
        var ids = GuildIds.Random(Guilds, Chunk * 10);
        var (library, bare) = (new Samples(), new Samples());
        for (var round = -3; round < scale.Rounds * 5; round++)
        {
            var chunk = ids.AsMemory((round + 3) % 10 * Chunk, Chunk);
            foreach (var id in chunk.Span)
            {
                cache.Invalidate(id);
            }

            var libraryTime = await TimeAsync(chunk, async id => (await service.GetAsync(id)).Revision);
            var bareTime = await TimeAsync(chunk, async id =>
            {
                using var context = await contexts.CreateDbContextAsync();
                return (await _query(context, unchecked((long)id)))!.Revision;
            });
            if (round >= 0)
            {
                library.Add(libraryTime);
                bare.Add(bareTime);
            }
        }

        table.AddRatio($"cold read, {Guilds:N0} guilds, against a compiled EF query", library, bare, "us", atMost: 1.3);
    }

    /// <summary>Takes the median of single reads, so that a pause of the machine counts once.</summary>
    private static async Task<double> TimeAsync(ReadOnlyMemory<ulong> ids, Func<ulong, Task<long>> read)
    {
        var times = new Samples();
        for (var i = 0; i < ids.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await read(ids.Span[i]);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        return times.Median;
    }
}

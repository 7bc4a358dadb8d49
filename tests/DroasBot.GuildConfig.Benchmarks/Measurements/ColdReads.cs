using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Baselines;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>
/// Reads of guilds that are not cached, with and without a row: the library's call, and its reading of the row alone, compared with a prepared statement and
/// Dapper on a connection that stays open, and a compiled query of EF Core.
/// </summary>
internal sealed class ColdReads : IMeasurement
{
    private const int Fewest = 10_000;
    private const int Reads = 1_000;

    public string Name => "cold";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds.Where(guilds => guilds >= Fewest))
        {
            using var database = await BenchmarkDatabase.CreateAsync(guilds);
            await MeasureAsync(table, scale, database, "cold read", guilds, GuildIds.Random(guilds, Reads * 100));
            await MeasureAsync(table, scale, database, "cold read, no row", guilds, GuildIds.RandomWithoutRow(guilds, Reads * 100));
        }
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, BenchmarkDatabase database, string name, int guilds, ulong[] ids)
    {
        await using var host = await database.OpenHostAsync();
        var service = host.GetRequiredService<IGuildConfigService>();
        var cache = host.GetRequiredService<IGuildConfigCache>();
        var repository = host.GetRequiredService<IGuildConfigRepository>();
        using var prepared = new PreparedReader(database.OpenConnection());
        using var dapper = new DapperReader(database.OpenConnection());
        var compiled = new CompiledReader(database.ConnectionString);

        var call = Create("GetAsync", async id => (await service.GetAsync(id)).Revision, cache.Invalidate);
        var row = Create("the row alone", async id => (await repository.FindAsync(id, CancellationToken.None)).Snapshot.Revision);
        var preparedStatement = Create("prepared statement", id => ValueTask.FromResult(prepared.Read(id).ClockRevision));
        var mapper = Create("Dapper", id => ValueTask.FromResult(dapper.Read(id).ClockRevision));
        var query = Create("compiled EF query", compiled.ReadAsync);
        await Subject.MeasureInTurnsAsync(warmUp: 4, scale.Rounds * 5, query, mapper, preparedStatement, row, call);

        table.AddRatio(name, guilds, call, query, "us", atMost: 1.3);
        table.AddRatio(name, guilds, call, mapper, "us");
        table.AddRatio(name, guilds, call, preparedStatement, "us");
        table.AddRatio(name + ", the row alone", guilds, row, preparedStatement, "us");

        Subject Create(string subject, Func<ulong, ValueTask<long>> read, Action<ulong>? prepare = null)
        {
            var round = 0;
            return new Subject(subject, () => TimeAsync(ids, round++, prepare ?? (_ => { }), read));
        }
    }

    /// <summary>Takes the median of individual reads, so that a pause of the machine counts once.</summary>
    private static async Task<Figure> TimeAsync(ulong[] ids, int round, Action<ulong> prepare, Func<ulong, ValueTask<long>> read)
    {
        var chunk = ids.AsMemory(round % (ids.Length / Reads) * Reads, Reads);
        var times = new double[Reads];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Reads; i++)
        {
            // Invalidated just before the read, since an id may occur twice.
            prepare(chunk.Span[i]);
            var started = Stopwatch.GetTimestamp();
            await read(chunk.Span[i]);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return new Figure(new Samples(times).Median, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Reads);
    }
}

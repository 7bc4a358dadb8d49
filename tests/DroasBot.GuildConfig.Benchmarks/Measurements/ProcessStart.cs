using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The time from the start of a process to its first guild, compared with a process whose first guild is the first query of EF Core.</summary>
internal sealed class ProcessStart : IMeasurement
{
    private const int Guilds = 10_000;

    public string Name => "start";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(Guilds);
        var found = Enum.GetValues<StartedProcessKind>().ToDictionary(kind => kind, _ => new List<StartedProcess>());
        for (var round = -1; round < Math.Max(7, scale.Rounds); round++)
        {
            foreach (var (kind, processes) in found)
            {
                var process = await StartedProcess.RunAsync(kind, database.ConnectionString, GuildIds.Of(Guilds / 2));
                if (round >= 0)
                {
                    processes.Add(process);
                }
            }
        }

        Add("process start to first guild", StartedProcessKind.Library);
        Add("process start to first guild, with preload", StartedProcessKind.LibraryPreloading);

        void Add(string name, StartedProcessKind kind)
        {
            AddRatio(name, "ms", process => process.SinceStart);
            AddRatio(name + ", without the runtime's start", "ms", process => process.SinceMain);
            AddRatio(name + ", working set", "MB", process => process.WorkingSet);
            AddRatio(name + ", managed heap", "MB", process => process.Heap);

            void AddRatio(string row, string unit, Func<StartedProcess, double> value)
                => table.AddRatio(row, new Samples(found[kind].Select(value)), new Samples(found[StartedProcessKind.NaiveEf].Select(value)), unit, guilds: Guilds);
        }
    }
}

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DroasBot.GuildConfig.Benchmarks;
using DroasBot.GuildConfig.Benchmarks.Measurements;
using DroasBot.GuildConfig.Benchmarks.Report;

if (args is [StartedProcess.Argument, ..])
{
    await StartedProcess.MainAsync(args);
    return 0;
}

IMeasurement[] measurements =
[
    new Memory(),
    new WarmReads(),
    new SettingsReads(),
    new SettingsEdits(),
    new MetricsReads(),
    new Expiry(),
    new ColdReads(),
    new ProcessStart(),
    new Preload(),
    new Scan(),
    new Writes(),
    new WriteLoad(),
    new PostgreSqlWrites(),
    new Pruning(),
    new Reconciliation(),
    new PictureStorage(),
    new Inserts(),
    new EvictionPauses(),
    new SyncLag(),
    new HttpRequests(),
];
var scale = new Scale(args.Contains("--quick"));
var selected = args.Where(arg => arg != "--quick").ToList();
if (selected.FirstOrDefault(arg => arg is not ("all" or "bdn") && measurements.All(measurement => measurement.Name != arg)) is { } unknown)
{
    Console.Error.WriteLine($"'{unknown}' is unknown. Use: {string.Join(", ", measurements.Select(measurement => measurement.Name))}, all (default), bdn; --quick.");
    return 1;
}

if (selected.Contains("bdn"))
{
    var job = scale.IsQuick ? Job.ShortRun : Job.Default;
    BenchmarkRunner.Run<WarmReadBenchmarks>(DefaultConfig.Instance.AddJob(job.WithToolchain(InProcessEmitToolchain.Instance)));
    return 0;
}

var table = new ResultTable();
foreach (var measurement in measurements.Where(measurement => selected.Count == 0 || selected.Contains("all") || selected.Contains(measurement.Name)))
{
    await measurement.RunAsync(table, scale);
}

Console.WriteLine(Machine.Describe());
Console.WriteLine();
table.Print(Console.Out);
return 0;

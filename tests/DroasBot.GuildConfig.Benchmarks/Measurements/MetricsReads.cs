using System.Diagnostics.Metrics;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Readers;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Warm reads while a listener subscribes to every instrument of the library and reads the observable ones each second, compared with reads without a listener.</summary>
internal sealed class MetricsReads : IMeasurement
{
    private const string MeterName = "DroasBot.GuildConfig";

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // Longer than the interval, so that the instruments are read in each round.
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(1.2);

    public string Name => "metrics";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        foreach (var guilds in scale.Guilds)
        {
            using var database = await BenchmarkDatabase.CreateAsync(guilds);
            await using var host = await database.OpenHostAsync();
            await host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
            var service = host.GetRequiredService<IGuildConfigService>();
            var library = new LibraryReader(service, GuildIds.Random(guilds, Chunks.Operations));
            var without = new Subject("nobody listens", () => Chunks.TimeAsync(from => Loops.ReadAsync(library, from), _round));
            var with = new Subject("GetAsync", () => ListenAsync(() => Chunks.TimeAsync(from => Loops.ReadAsync(library, from), _round)));
            await Subject.MeasureInTurnsAsync(warmUp: 1, scale.Rounds, without, with);
            table.AddRatio("warm read with metrics", guilds, with, without, "ns", atMost: 1.3, bytesAtMost: 0);
        }
    }

    private static async Task<Figure> ListenAsync(Func<Task<Figure>> measure)
    {
        var instruments = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MeterName)
            {
                self.EnableMeasurementEvents(instrument);
                instruments++;
            }
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<int>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        if (instruments == 0)
        {
            throw new InvalidOperationException($"There is no meter {MeterName}.");
        }

        await using var timer = new Timer(_ => listener.RecordObservableInstruments(), state: null, _interval, _interval);
        return await measure();
    }
}

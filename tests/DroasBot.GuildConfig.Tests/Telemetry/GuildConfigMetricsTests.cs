using System.Diagnostics.Metrics;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>The instruments that record events.</summary>
public sealed class GuildConfigMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_Batch_IsMeasuredAsOneCommitOfItsUnits()
    {
        await using var host = await StartAsync(PatientPlanner.AddTo);
        using var measurements = new Measurements(host);
        await using (var held = await HeldUnit.StartAsync(host))
        {
            var writes = Enumerable.Range(1, 7).Select(guild => host.Service.GetOrCreateAsync((ulong)guild + 50, cancellationToken: Token)).ToList();
            while (measurements.Observe("queue.length")[string.Empty] < 7)
            {
                await Task.Yield();
            }

            await held.ReleaseAsync();
            await Task.WhenAll(writes).InTime();
        }

        await Deadlines.UntilAsync(() => measurements.Of("batch.size").Count >= 2);
        Assert.Equal([1, 7], measurements.Of("batch.size"));
        Assert.Equal(2, measurements.Of("commit.duration").Count);
        Assert.All(measurements.With("commit.duration"), commit => AssertSucceeded(commit));
        Assert.Equal(0, measurements.Observe("queue.length")[string.Empty]);
    }

    [Fact]
    public async Task UpdateAsync_CommitFails_IsMeasuredWithTheEnginesError()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults.AddTo);
        using var measurements = new Measurements(host);
        faults.Fault = WriterFaults.Times(1, "UPDATE guild_config_clock", WriterFaults.Permanent);

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetOrCreateAsync(1, cancellationToken: Token));

        await Deadlines.UntilAsync(() => measurements.Of("batch.size").Count > 0);
        AssertFailed(Assert.Single(measurements.With("commit.duration")));
        Assert.Equal([1], measurements.Of("batch.size"));
    }

    [Fact]
    public async Task UpdateAsync_RetryAndConflict_AreCounted()
    {
        var faults = new WriterFaults();
        await using var host = await StartAsync(faults.AddTo);
        using var measurements = new Measurements(host);
        faults.Fault = WriterFaults.Times(2, "begin", WriterFaults.Transient);

        await Assert.ThrowsAsync<GuildConfigConflictException>(
            () => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, new ChangeContext { ExpectedRevision = 9 }, Token));

        await Deadlines.UntilAsync(() => measurements.Of("conflicts").Count > 0);
        Assert.Equal([1, 1], measurements.Of("retries"));
        Assert.Equal([1], measurements.Of("conflicts"));
        AssertSucceeded(Assert.Single(measurements.With("commit.duration")));
    }

    [Fact]
    public async Task GetAsync_Loads_AreMeasured()
    {
        await using var host = await StartAsync();
        using var measurements = new Measurements(host);
        await host.Service.GetAsync(1, Token);
        await host.Service.GetAsync(1, Token);
        AssertSucceeded(Assert.Single(measurements.With("load.duration")));

        await host.ExecuteAsync("DROP TABLE guild_config");
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(2, Token).AsTask());

        AssertFailed(measurements.With("load.duration").Last());
    }

    [Fact]
    public async Task RefreshAllAsync_LoadsOfAllGuilds_AreMeasured()
    {
        await using var host = await StartAsync();
        using var measurements = new Measurements(host);
        await host.Cache.RefreshAllAsync(cancellationToken: Token);
        AssertSucceeded(Assert.Single(measurements.With("preload.duration")));

        await host.ExecuteAsync("DROP TABLE guild_config");
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Cache.RefreshAllAsync(cancellationToken: Token));

        AssertFailed(measurements.With("preload.duration").Last());
    }

    [Fact]
    public async Task Measurements_OfAnInstrument_NeverHaveAGuildAsATag()
    {
        const ulong Guild = 987_654_321;
        await using var host = await StartAsync();
        using var measurements = new Measurements(host);
        await host.Service.GetAsync(Guild, Token);
        await host.Service.UpdateAsync(Guild, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        host.Cache.Invalidate(Guild);
        await host.ExecuteAsync("DROP TABLE guild_config");
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(Guild, Token).AsTask());
        await Deadlines.UntilAsync(() => measurements.Of("batch.size").Count > 0);
        var recorded = measurements.All.ToList();
        measurements.Observe("cache.requests");

        Assert.DoesNotContain(recorded.Concat(measurements.All), measured => measured.Tags.Values.Any(value => value is not string || value.ToString()!.Contains("987", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Instruments_HostWithoutAMeterFactory_AreOnAMeterThatEndsWithIt()
    {
        var host = await TestHost.StartAsync();
        var meter = host.Get<GuildConfigMetrics>().Meter;
        var (begun, ended) = (0, 0);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter == meter)
                {
                    begun++;
                    l.EnableMeasurementEvents(instrument);
                }
            },
            MeasurementsCompleted = (_, _) => ended++,
        };
        listener.Start();

        await host.DisposeAsync();

        Assert.InRange(begun, 10, 100);
        Assert.Equal(begun, ended);
    }

    private static Task<TestHost> StartAsync(Action<IServiceCollection>? services = null)
        => TestHost.StartAsync(services: collection =>
        {
            collection.AddMetrics();
            services?.Invoke(collection);
        });

    private static void AssertSucceeded(Measured measured)
    {
        Assert.InRange(measured.Value, 0, 60);
        Assert.Empty(measured.Tags);
    }

    private static void AssertFailed(Measured measured)
    {
        Assert.InRange(measured.Value, 0, 60);
        Assert.Equal("Microsoft.Data.Sqlite.SqliteException", Assert.Single(measured.Tags, tag => tag.Key == "error.type").Value);
    }
}

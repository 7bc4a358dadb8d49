using System.Diagnostics;
using System.Diagnostics.Metrics;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Exceptions of a host's listeners, loggers and observers have no effect: writes, reads, the feed and pruning continue.</summary>
[Trait("Invariant", "11")]
public abstract class TelemetryContract : StoreContract
{
    private const int ListenerFailed = 9;

    [Theory]
    [InlineData("published")]
    [InlineData("measured")]
    [InlineData("collected")]
    public async Task Meter_ListenerThatThrows_HasNoEffectAndIsLoggedOnce(string when)
    {
        using var log = new EventRecorder();
        var node = BuildNode(log);
        var meters = node.Get<IMeterFactory>();
        var thrown = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            // Not those of other tests' nodes.
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                ThrowIf(when == "published");
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => ThrowIf(when == "measured"));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => ThrowIf(when is "measured" or "collected"));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => ThrowIf(when is "measured" or "collected"));
        listener.Start();

        await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        if (when == "collected")
        {
            Assert.ThrowsAny<Exception>(listener.RecordObservableInstruments);
        }

        await AssertAllGoesOnAsync(node);

        Assert.True(thrown > 1);
        Assert.Single(log.Events, recorded => recorded.Id == ListenerFailed && recorded.IsOfTheLibrary);
        Assert.Single(log.Alarms, recorded => recorded.Level >= LogLevel.Error);

        void ThrowIf(bool condition)
        {
            if (condition)
            {
                Interlocked.Increment(ref thrown);
                throw new FormatException("mine");
            }
        }
    }

    [Theory]
    [InlineData("sampled")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task Commit_ActivityListenerThatThrows_HasNoEffectAndIsLoggedOnce(string when)
    {
        using var log = new EventRecorder();
        var node = BuildNode(log);
        await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        var thrown = 0;
        Activity? root = null;
        using var mine = new ActivitySource("Test of " + Store.NodeDatabase);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == mine || source.Name == "DroasBot.GuildConfig",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                ThrowIf(when == "sampled" && IsMine(options.Links));
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStarted = activity => ThrowIf(when == "started" && IsMine(activity.Links)),
            ActivityStopped = activity => ThrowIf(when == "stopped" && IsMine(activity.Links)),
        };
        ActivitySource.AddActivityListener(listener);
        using var test = root = mine.StartActivity("test");

        await AssertAllGoesOnAsync(node);

        Assert.True(thrown > 1);
        Assert.Single(log.Events, recorded => recorded.Id == ListenerFailed && recorded.IsOfTheLibrary);

        // Only activities that this test has begun: the library has one source for all nodes of the process.
        bool IsMine(IEnumerable<ActivityLink>? links) => root is not null && links?.Any(link => link.Context.TraceId == root.TraceId) == true;

        void ThrowIf(bool condition)
        {
            if (condition)
            {
                Interlocked.Increment(ref thrown);
                throw new FormatException("mine");
            }
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Log_ProviderThatThrows_HasNoEffect(bool throwsWhenAsked, bool throwsWhenTold)
    {
        using var log = new HostileLog(throwsWhenAsked, throwsWhenTold);

        // Without the host's health checks, which log too.
        var node = Store.BuildNode(Prunes, services => services.AddSingleton<ILoggerProvider>(log));

        await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await AssertAllGoesOnAsync(node);

        Assert.True(log.Thrown > 1);
    }

    [Fact]
    public async Task Start_ProgressObserverThrows_Succeeds()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        var next = Store.BuildNode(Prunes);
        var observer = new HostileObserver();

        await next.Services.InitializeGuildConfigAsync(observer, Token);

        Assert.True(observer.Reports > 0);
        await AssertAllGoesOnAsync(next);
    }

    private static void Prunes(GuildConfigOptions options) => options.HistoryRetention = TimeSpan.FromSeconds(1);

    private ContractNode BuildNode(ILoggerProvider log)
        => Store.BuildNode(
            Prunes,
            services =>
            {
                services.AddMetrics();
                services.AddSingleton(log);
                services.AddHealthChecks().AddGuildConfig();
            });

    private async Task AssertAllGoesOnAsync(ContractNode node)
    {
        var other = await Store.StartNodeAsync();
        var before = await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock");
        await using var probe = new ChangeProbe(node.Services);
        for (var i = 1UL; i <= 5; i++)
        {
            await Task.WhenAll(Enumerable.Range(20, 10).Select(guild => node.IncrementAsync((ulong)guild, Token))).InTime();
            Assert.Equal(i, (await node.Service.GetAsync(29, Token)).WelcomeChannelId);
            node.Cache.Invalidate(29);
            Assert.Equal(i, (await node.Service.GetAsync(29, Token).AsTask().InTime()).WelcomeChannelId);
        }

        await Assert.ThrowsAsync<GuildConfigConflictException>(
            () => node.Service.UpdateAsync(20, e => e.WelcomeChannelId = 3, new ChangeContext { ExpectedRevision = 99_999 }, Token).InTime());
        await node.Service.TransactAsync((transaction, token) => transaction.UpdateAsync(30, e => e.WelcomeChannelId = 3, token), cancellationToken: Token).InTime();
        await other.IncrementAsync(31, Token);
        Assert.Equal(before + 52, (await probe.TakeUntilAsync(before + 52))[^1].Revision);
        Assert.Equal(1UL, (await node.Service.GetAsync(31, Token)).WelcomeChannelId);

        // The automatic pruning, too.
        await Deadlines.UntilAsync(async () => await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE guild_id = 25") == 1);
        if (node.Services.GetService<HealthCheckService>() is { } health)
        {
            Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Token).InTime()).Status);
        }
    }

    private sealed class HostileObserver : IProgress<GuildConfigPreloadProgress>
    {
        public int Reports { get; private set; }

        public void Report(GuildConfigPreloadProgress value)
        {
            Reports++;
            throw new FormatException("mine");
        }
    }

    private sealed class HostileLog(bool throwsWhenAsked, bool throwsWhenTold) : ILoggerProvider, ILogger
    {
        private int _thrown;

        public int Thrown => Volatile.Read(ref _thrown);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => throw Hostile();

        public bool IsEnabled(LogLevel logLevel) => throwsWhenAsked ? throw Hostile() : true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (throwsWhenTold)
            {
                throw Hostile();
            }
        }

        public void Dispose()
        {
        }

        private FormatException Hostile()
        {
            Interlocked.Increment(ref _thrown);
            return new FormatException("mine");
        }
    }
}

using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>The meter <c>DroasBot.GuildConfig</c> and the instruments that are recorded as things happen. No tag ever contains a guild.</summary>
internal sealed class GuildConfigMetrics : IDisposable
{
    public const string MeterName = "DroasBot.GuildConfig";

    /// <summary>The prefix of the name of every instrument and tag.</summary>
    public const string Prefix = "droasbot.guild_config.";

    /// <summary>From a look-up by key in an embedded database to a server that does not answer; alerts begin at 0.2.</summary>
    private static readonly double[] _loadSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] _commitSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] _preloadSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] _lagSeconds = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly int[] _units = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private readonly Counter<long>? _retries;
    private readonly Counter<long>? _conflicts;
    private readonly Counter<long>? _denials;
    private Histogram<int>? _batchSize;
    private readonly Histogram<double>? _syncLag;

    /// <param name="factory">The host's factory; without one, the library creates its own meter.</param>
    /// <param name="guard">Contains the exceptions of listeners.</param>
    public GuildConfigMetrics(IMeterFactory? factory = null, TelemetryGuard? guard = null)
    {
        Guard = guard ?? new TelemetryGuard();
        Meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        LoadDuration = Seconds("load.duration", "Time to load one guild from the database", _loadSeconds);
        CommitDuration = Seconds("commit.duration", "Time to execute and commit a batch of units of work, retries included", _commitSeconds);
        PreloadDuration = Seconds("preload.duration", "Time to load all guilds", _preloadSeconds);
        Guard.Run(() => _batchSize = Meter.CreateHistogram(
            Prefix + "batch.size", "{unit}", "Units of work that share one commit", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = _units }));
        _retries = Counter("retries", "{retry}", "Write transactions retried after a transient failure");
        _conflicts = Counter("conflicts", "{conflict}", "Changes refused because the revision was not the expected one");
        _denials = Counter("denials", "{denial}", "Changes refused by the host's authorizer");
        _syncLag = Seconds("sync.lag", "Time from another process's commit to its arrival here", _lagSeconds);
    }

    public Meter Meter { get; }

    public TelemetryGuard Guard { get; }

    public Histogram<double>? LoadDuration { get; }

    public Histogram<double>? CommitDuration { get; }

    public Histogram<double>? PreloadDuration { get; }

    public void Executed(int units) => Guard.Run(() => _batchSize?.Record(units));

    public void Retried() => Guard.Run(() => _retries?.Add(1));

    public void Conflicted(int changes)
    {
        if (changes > 0)
        {
            Guard.Run(() => _conflicts?.Add(changes));
        }
    }

    public void Denied() => Guard.Run(() => _denials?.Add(1));

    public void Synced(double lagSeconds) => Guard.Run(() => _syncLag?.Record(lagSeconds));

    public void Dispose() => Meter.Dispose();

    private Histogram<double>? Seconds(string name, string description, double[] boundaries)
    {
        Histogram<double>? histogram = null;
        Guard.Run(() => histogram = Meter.CreateHistogram(
            Prefix + name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries }));
        return histogram;
    }

    private Counter<long>? Counter(string name, string unit, string description)
    {
        Counter<long>? counter = null;
        Guard.Run(() => counter = Meter.CreateCounter<long>(Prefix + name, unit, description));
        return counter;
    }
}

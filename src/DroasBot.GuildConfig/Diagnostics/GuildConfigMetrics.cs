using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Diagnostics;

/// <summary>The instruments of the meter <c>DroasBot.GuildConfig</c>. No tag ever holds a guild.</summary>
internal sealed class GuildConfigMetrics : IDisposable
{
    public const string MeterName = "DroasBot.GuildConfig";

    private readonly Meter _meter;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _denials;
    private readonly Histogram<double> _syncLag;

    /// <param name="factory">The host's factory; without one the meter is the library's own.</param>
    public GuildConfigMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _retries = _meter.CreateCounter<long>("droasbot.guild_config.retries", "{retry}", "Write transactions tried again after a transient failure");
        _conflicts = _meter.CreateCounter<long>("droasbot.guild_config.conflicts", "{conflict}", "Changes refused because the revision was not the expected one");
        _denials = _meter.CreateCounter<long>("droasbot.guild_config.denials", "{denial}", "Changes refused by the host's authorizer");
        _syncLag = _meter.CreateHistogram<double>("droasbot.guild_config.sync.lag", "s", "Time from another node's commit to its arrival here");
    }

    public void Retried() => _retries.Add(1);

    public void Conflicted() => _conflicts.Add(1);

    public void Denied() => _denials.Add(1);

    public void Synced(double lagSeconds) => _syncLag.Record(lagSeconds);

    public void Dispose() => _meter.Dispose();
}

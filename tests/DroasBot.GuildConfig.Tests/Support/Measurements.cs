using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>What the instruments of one host have measured. The host needs AddMetrics, so that its meter can be told from those of other tests.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, int Tags)> _values = new();

    public Measurements(TestHost host)
    {
        var factory = host.Get<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Meter.Name == "DroasBot.GuildConfig")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _values.Enqueue((instrument.Name, value, tags.Length)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _values.Enqueue((instrument.Name, value, tags.Length)));
        _listener.Start();
    }

    /// <summary>Gets what an instrument has measured so far.</summary>
    /// <param name="name">Its name after <c>droasbot.guild_config.</c>.</param>
    public IReadOnlyList<double> Of(string name) => [.. _values.Where(v => v.Instrument == "droasbot.guild_config." + name).Select(v => v.Value)];

    public void Dispose() => _listener.Dispose();
}

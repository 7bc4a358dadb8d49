using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>What the instruments of one host have measured. The host needs AddMetrics, so that its meter can be told from those of other tests.</summary>
internal sealed class Measurements : IDisposable
{
    private const string Prefix = "droasbot.guild_config.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Instrument> _instruments = new();
    private readonly ConcurrentQueue<Measured> _values = new();

    public Measurements(TestHost host)
        : this(host.Get<IMeterFactory>())
    {
    }

    public Measurements(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Meter.Name == "DroasBot.GuildConfig")
            {
                _instruments.Enqueue(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>(Add);
        _listener.Start();
    }

    /// <summary>Gets the instruments that were published.</summary>
    public IReadOnlyCollection<Instrument> Instruments => _instruments;

    /// <summary>Gets all that was measured so far.</summary>
    public IReadOnlyCollection<Measured> All => _values;

    /// <summary>Gets what an instrument has measured so far.</summary>
    /// <param name="name">Its name after <c>droasbot.guild_config.</c>.</param>
    public IReadOnlyList<double> Of(string name) => [.. With(name).Select(v => v.Value)];

    /// <summary>Gets what an instrument has measured so far, tags and all.</summary>
    public IEnumerable<Measured> With(string name) => _values.Where(v => v.Instrument == Prefix + name);

    /// <summary>Reads an observed instrument now.</summary>
    /// <param name="name">Its name after <c>droasbot.guild_config.</c>.</param>
    /// <returns>What it shows by the value of its tag; the key is empty if it has none.</returns>
    public IReadOnlyDictionary<string, double> Observe(string name)
    {
        _values.Clear();
        _listener.RecordObservableInstruments();
        return With(name).ToDictionary(v => v.Tags.Count == 0 ? string.Empty : (string)v.Tags.Single().Value!, v => v.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IConvertible
        => _values.Enqueue(new Measured(instrument.Name, value.ToDouble(null), new Dictionary<string, object?>(tags.ToArray())));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => Add(instrument, value, tags);
}

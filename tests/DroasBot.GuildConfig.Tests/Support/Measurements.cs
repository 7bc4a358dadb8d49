using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The measurements of one host's instruments. The host needs AddMetrics, so that its meter can be distinguished from those of other tests.</summary>
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

    /// <summary>Gets the published instruments.</summary>
    public IReadOnlyCollection<Instrument> Instruments => _instruments;

    /// <summary>Gets all measurements so far.</summary>
    public IReadOnlyCollection<Measured> All => _values;

    /// <summary>Gets the measurements of an instrument so far.</summary>
    /// <param name="name">Its name after <c>droasbot.guild_config.</c>.</param>
    public IReadOnlyList<double> Of(string name) => [.. With(name).Select(v => v.Value)];

    /// <summary>Gets the measurements of an instrument so far, with their tags.</summary>
    public IEnumerable<Measured> With(string name) => _values.Where(v => v.Instrument == Prefix + name);

    /// <summary>Reads an observable instrument now.</summary>
    /// <param name="name">Its name after <c>droasbot.guild_config.</c>.</param>
    /// <returns>The values by the value of their tag; the key is empty if there is no tag.</returns>
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

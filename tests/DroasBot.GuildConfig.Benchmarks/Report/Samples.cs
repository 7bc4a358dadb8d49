namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>Measured numbers, and their statistics.</summary>
internal sealed class Samples(params IEnumerable<double> values)
{
    private readonly List<double> _values = [.. values];

    public double Median => Percentile(0.5);

    public double Min => _values.Min();

    public double Max => _values.Max();

    public int Count => _values.Count;

    public void Add(double value) => _values.Add(value);

    public void AddRange(IEnumerable<double> values) => _values.AddRange(values);

    public double Percentile(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(share * sorted.Count))];
    }

    /// <summary>Divides round by round: noise that hits a whole round cancels out.</summary>
    public Samples Over(Samples baseline) => new(_values.Zip(baseline._values, (subject, other) => subject / other));
}

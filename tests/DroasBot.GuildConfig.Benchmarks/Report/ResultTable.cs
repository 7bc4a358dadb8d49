using System.Globalization;

namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>Collects the results of all measurements, and prints them as one table.</summary>
internal sealed class ResultTable
{
    private readonly List<Row> _rows = [new("measurement", "guilds", "library", "baseline", "ratio", "spread", "allocated (baseline)", "aim", "met")];

    /// <summary>Adds the ratio of two subjects that were measured in turns, and what they allocated.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="guilds">How many guilds there were.</param>
    /// <param name="subject">The library.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="atMost">The target, if smaller is better.</param>
    /// <param name="atLeast">The target, if larger is better.</param>
    /// <param name="bytesAtMost">The target for what the library allocates.</param>
    public void AddRatio(string name, int guilds, Subject subject, Subject baseline, string unit, double? atMost = null, double? atLeast = null, double? bytesAtMost = null)
    {
        var bytes = Math.Round(subject.Bytes.Median, 2);
        var (aim, verdict) = (Aim(atMost, atLeast, "x"), Verdict(subject.Values.Over(baseline.Values).Median, atMost, atLeast));
        Add(Ratio(name, subject.Values, baseline.Values, unit) with
        {
            Guilds = Count(guilds),
            Baseline = $"{baseline.Name}: {Text(baseline.Values.Median, unit)}",
            Allocated = $"{Text(bytes, "B")} ({Text(baseline.Bytes.Median, "B")})",
            Aim = bytesAtMost is { } most ? $"{aim}, {Text(most, "B")}" : aim,
            Verdict = bytes > bytesAtMost ? "NO" : verdict,
        });
    }

    /// <summary>Adds the ratio of two measurements that were taken in turns, one number per round.</summary>
    public void AddRatio(string name, Samples subject, Samples baseline, string unit, double? atMost = null, double? atLeast = null, int? guilds = null)
        => Add(Ratio(name, subject, baseline, unit) with
        {
            Guilds = Count(guilds),
            Aim = Aim(atMost, atLeast, "x"),
            Verdict = Verdict(subject.Over(baseline).Median, atMost, atLeast),
        });

    /// <summary>Adds a number without a comparison.</summary>
    public void AddValue(string name, double value, string unit, double? atMost = null, double? atLeast = null, string baseline = "", int? guilds = null)
        => Add(new Row(name, Count(guilds), Text(value, unit), baseline, "", "", "", Aim(atMost, atLeast, " " + unit), Verdict(value, atMost, atLeast)));

    /// <summary>Notes why something was not measured.</summary>
    public void AddAbsence(string name, string reason) => Add(new Row(name, "", reason, "", "", "", "", "", ""));

    public void Print(TextWriter output)
    {
        var cells = _rows.Select(row => new[] { row.Measurement, row.Guilds, row.Subject, row.Baseline, row.Ratio, row.Spread, row.Allocated, row.Aim, row.Verdict }).ToList();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var row in cells)
        {
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))) + " |");
            if (row == cells[0])
            {
                output.WriteLine("|" + string.Join("|", widths.Select(width => new string('-', width + 2))) + "|");
            }
        }
    }

    /// <summary>Formats a number with its unit.</summary>
    public static string Text(double value, string unit)
        => Math.Round(value, 2).ToString(value >= 1000 ? "#,0" : "0.##;-0.##;0", CultureInfo.InvariantCulture) + " " + unit;

    private static Row Ratio(string name, Samples subject, Samples baseline, string unit)
    {
        var ratio = subject.Over(baseline);
        return new Row(name, "", Text(subject.Median, unit), Text(baseline.Median, unit), Times(ratio.Median), ratio.Count == 1 ? "" : $"{Times(ratio.Min)} to {Times(ratio.Max)}", "", "", "");
    }

    private void Add(Row row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"{row.Measurement} {row.Guilds}: {row.Subject} {(row.Baseline.Length > 0 ? "against " + row.Baseline : "")} {row.Ratio} {row.Verdict}");
    }

    private static string Count(int? guilds) => guilds is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0}") : "";

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");

    private static string Aim(double? atMost, double? atLeast, string unit)
        => string.Create(CultureInfo.InvariantCulture, $"{(atLeast is { } least ? $">= {least}{unit}" : "")}{(atMost is { } most ? $"{(atLeast is null ? "" : ", ")}<= {most}{unit}" : "")}");

    private static string Verdict(double value, double? atMost, double? atLeast)
        => atMost is null && atLeast is null ? "" : value <= (atMost ?? double.MaxValue) && value >= (atLeast ?? double.MinValue) ? "yes" : "NO";
}

using System.Globalization;

namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>Gathers what all measurements found, and prints it as one table.</summary>
internal sealed class ResultTable
{
    private readonly List<Row> _rows = [new("measurement", "subject", "baseline", "ratio", "spread", "aim", "met")];

    /// <summary>Adds a ratio of two measurements that were taken in turns.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="subject">The library, a number a round.</param>
    /// <param name="baseline">What it is compared with, a number a round.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="atMost">The aim, if smaller is better.</param>
    /// <param name="atLeast">The aim, if larger is better.</param>
    public void AddRatio(string name, Samples subject, Samples baseline, string unit, double? atMost = null, double? atLeast = null)
    {
        var ratio = subject.Over(baseline);
        Add(new Row(
            name, Text(subject.Median, unit), Text(baseline.Median, unit), Times(ratio.Median), $"{Times(ratio.Min)} to {Times(ratio.Max)}",
            Aim(atMost, atLeast, "x"), Verdict(ratio.Median, atMost, atLeast)));
    }

    /// <summary>Adds a number that stands for itself.</summary>
    public void AddValue(string name, double value, string unit, double? atMost = null, double? atLeast = null, string baseline = "")
        => Add(new Row(name, Text(value, unit), baseline, "", "", Aim(atMost, atLeast, " " + unit), Verdict(value, atMost, atLeast)));

    /// <summary>Says why something was not measured.</summary>
    public void AddAbsence(string name, string reason) => Add(new Row(name, reason, "", "", "", "", ""));

    public void Print(TextWriter output)
    {
        var cells = _rows.Select(row => new[] { row.Measurement, row.Subject, row.Baseline, row.Ratio, row.Spread, row.Aim, row.Verdict }).ToList();
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

    private void Add(Row row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"{row.Measurement}: {row.Subject} {(row.Baseline.Length > 0 ? "against " + row.Baseline : "")} {row.Ratio} {row.Verdict}");
    }

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} {unit}");

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");

    private static string Aim(double? atMost, double? atLeast, string unit)
        => string.Create(CultureInfo.InvariantCulture, $"{(atLeast is { } least ? $">= {least}{unit}" : "")}{(atMost is { } most ? $"{(atLeast is null ? "" : ", ")}<= {most}{unit}" : "")}");

    private static string Verdict(double value, double? atMost, double? atLeast)
        => atMost is null && atLeast is null ? "" : value <= (atMost ?? double.MaxValue) && value >= (atLeast ?? double.MinValue) ? "yes" : "NO";
}

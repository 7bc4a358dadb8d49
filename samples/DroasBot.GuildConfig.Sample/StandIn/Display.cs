using Spectre.Console;

namespace DroasBot.GuildConfig.Sample.StandIn;

/// <summary>Displays a run: in colour on a terminal, as plain text in a file or a pipe.</summary>
internal sealed class Display
{
    private const int MostChartWidth = 76;
    private const int AnswerIndent = 9;

    /// <summary>Wide enough for any line: programs that read a file break lines themselves.</summary>
    private const int FileWidth = 1000;

    private static readonly Color[] _colors = [Color.Green, Color.Yellow, Color.Orange1, Color.Red];

    private readonly bool _isFile = Console.IsOutputRedirected;
    private readonly IAnsiConsole _console;

    public Display()
    {
        _console = AnsiConsole.Create(_isFile ? new AnsiConsoleSettings { Ansi = AnsiSupport.No, Enrichment = { UseDefaultEnrichers = false } } : new AnsiConsoleSettings());
        _console.Profile.Width = _isFile ? FileWidth : _console.Profile.Width;
    }

    public void Line(string text) => _console.MarkupLineInterpolated($"[bold]{text}[/]");

    /// <summary>Shows an event, and what the bot did.</summary>
    public void Event(TimeSpan at, string what, string answer)
    {
        _console.MarkupLineInterpolated($"[grey]{at.TotalSeconds,5:0.0} s[/]  {what}");
        _console.Write(new Padder(new Text(answer, new Style(Color.Green)), new Padding(AnswerIndent, 0, 0, 0)));
    }

    public void Report(List<(string Name, string Value)> figures, List<(string Name, double Nanoseconds)> reads)
    {
        var table = new Table().Border(_isFile ? TableBorder.None : TableBorder.Rounded).HideHeaders().AddColumns("", "");
        figures.ForEach(figure => table.AddRow(new Text(figure.Name), new Text(figure.Value, new Style(decoration: Decoration.Bold))));

        // Reads take from tens of nanoseconds to, rarely, milliseconds: each step of a bar is a factor of ten.
        var chart = new BarChart { Width = Math.Min(MostChartWidth, _console.Profile.Width - 1) }
            .UseValueFormatter(magnitude => $"{Math.Pow(10, magnitude):N0} ns")
            .AddItems(reads.Zip(_colors), bar => new BarChartItem(bar.First.Name, Math.Log10(Math.Max(1, bar.First.Nanoseconds)), bar.Second));
        _console.WriteLine();
        _console.Write(table);
        _console.Write(chart);
        _console.MarkupLine("[grey]A read is the guild with its welcome settings. The bars are logarithmic.[/]");
    }
}

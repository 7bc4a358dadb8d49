using DroasBot.GuildConfig.Sample.Bot;
using Spectre.Console;

namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Bars, colours and tables, for people at a terminal.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    private const int ReportWidth = 70;

    private static readonly Color[] _barColors = [Color.Green, Color.Yellow, Color.Orange1, Color.Red];

    public void Line(string text) => console.MarkupLineInterpolated($"[bold]{text}[/]");

    public void Warning(string text) => console.MarkupLineInterpolated($"[yellow]{text}[/]");

    public Task ShowProgressAsync(string title, Func<IProgress<GuildConfigPreloadProgress>, Task> work)
        => console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title);
                await work(new InlineProgress(progress =>
                {
                    bar.MaxValue = Math.Max(1, progress.Total);
                    bar.Value = progress.Loaded;
                }));
                bar.Value = bar.MaxValue;
            });

    public void Event(TimeSpan at, string what) => console.MarkupLineInterpolated($"[grey]{at.TotalSeconds,7:+0.000} s[/]  {what}");

    public void Report(RunReport report)
    {
        var figures = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        figures.Width = ReportWidth;
        foreach (var figure in report.Figures)
        {
            figures.AddRow(new Text(figure.Name), new Text(figure.Value, new Style(decoration: Decoration.Bold)));
        }

        var percentiles = new BarChart().Width(ReportWidth).UseValueFormatter(magnitude => new ReadPercentile("", Math.Pow(10, magnitude)).Duration);
        foreach (var (percentile, color) in report.ReadPercentiles.Zip(_barColors))
        {
            percentiles.AddItem($"read {percentile.Name}", percentile.Magnitude, color);
        }

        console.WriteLine();
        console.Write(figures);
        console.Write(percentiles);
        console.MarkupLineInterpolated($"[grey]{report.Note}[/]");
    }
}

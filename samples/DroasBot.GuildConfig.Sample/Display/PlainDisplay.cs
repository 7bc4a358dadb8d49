using DroasBot.GuildConfig.Sample.Bot;

namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Plain lines of text, for files, pipes and logs.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    private const int LinesPerProgress = 4;
    private const int CharactersPerMagnitude = 8;

    public void Line(string text) => output.WriteLine(text);

    public void Warning(string text) => output.WriteLine(text);

    public async Task ShowProgressAsync(string title, Func<IProgress<GuildConfigPreloadProgress>, Task> work)
    {
        var shown = 0L;
        await work(new InlineProgress(progress =>
        {
            var part = progress.Total == 0 ? 0 : progress.Loaded * LinesPerProgress / progress.Total;
            if (part > shown)
            {
                shown = part;
                output.WriteLine($"{title}: {progress.Loaded:N0} of {progress.Total:N0} guilds");
            }
        }));
    }

    public void Event(TimeSpan at, string what) => output.WriteLine($"{at.TotalSeconds,7:+0.000} s  {what}");

    public void Report(RunReport report)
    {
        output.WriteLine();
        foreach (var figure in report.Figures)
        {
            output.WriteLine($"{figure.Name,-18}{figure.Value}");
        }

        output.WriteLine();
        foreach (var percentile in report.ReadPercentiles)
        {
            var bar = new string('#', (int)Math.Round(percentile.Magnitude * CharactersPerMagnitude));
            output.WriteLine($"read {percentile.Name,-6}{percentile.Duration,9}  {bar}");
        }

        output.WriteLine(report.Note);
    }
}

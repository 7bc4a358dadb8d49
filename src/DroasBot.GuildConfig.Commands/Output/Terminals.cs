using Spectre.Console;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Writes to terminals.</summary>
internal static class Terminals
{
    /// <summary>Leaves room for numbers on a terminal of 60 columns.</summary>
    private const int BarWidth = 16;

    public static IAnsiConsole Open(TextWriter stream) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stream) });

    /// <param name="terminal">The terminal; <see langword="null"/> if <paramref name="stream"/> is not one.</param>
    /// <param name="stream">Receives the plain line if there is no terminal.</param>
    /// <param name="line">The line.</param>
    public static void Write(IAnsiConsole? terminal, TextWriter stream, Line line)
    {
        if (terminal is null)
        {
            stream.WriteLine(line.Text);
        }
        else
        {
            terminal.Write(new Text(line.Text, StyleOf(line.Tone)));
            terminal.WriteLine();
        }
    }

    public static async Task<T> ShowProgressAsync<T>(IAnsiConsole terminal, string title, Func<IProgress<GuildConfigPreloadProgress>, Task<T>> work)
        => await terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(title);
                return await work(new TaskProgress(task)).ConfigureAwait(false);
            })
            .ConfigureAwait(false);

    private static Style StyleOf(Tone tone)
        => tone switch
        {
            Tone.Strong => new Style(decoration: Decoration.Bold),
            Tone.Removed => new Style(Color.Red),
            Tone.Added => new Style(Color.Green),
            Tone.Warning => new Style(Color.Yellow),
            _ => Style.Plain,
        };
}

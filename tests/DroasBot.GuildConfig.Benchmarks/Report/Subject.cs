namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>One side of a comparison, and its figures.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="measure">Measures one round.</param>
internal sealed class Subject(string name, Func<Task<Figure>> measure)
{
    public string Name => name;

    public Samples Values { get; } = new();

    public Samples Bytes { get; } = new();

    /// <summary>Measures subjects in turns, forwards and backwards, so that other load on the machine affects all of them alike.</summary>
    /// <param name="warmUp">How many rounds do not count.</param>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="subjects">The subjects.</param>
    public static async Task MeasureInTurnsAsync(int warmUp, int rounds, params IReadOnlyList<Subject> subjects)
    {
        for (var round = -warmUp; round < rounds; round++)
        {
            foreach (var subject in round % 2 == 0 ? subjects : subjects.Reverse())
            {
                await subject.MeasureAsync(counts: round >= 0);
            }
        }
    }

    private async Task MeasureAsync(bool counts)
    {
        var figure = await measure();
        if (counts)
        {
            Values.Add(figure.Value);
            Bytes.Add(figure.Bytes);
        }
    }
}

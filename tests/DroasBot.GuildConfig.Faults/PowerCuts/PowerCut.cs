namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A moment at which the power is cut, and the seed that determines what is lost.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Position">How many operations have happened.</param>
internal readonly record struct PowerCut(int Seed, int Position)
{
    /// <summary>Chooses a cut. Each life of the node gets equally many, whatever its length; most are at a flush or an acknowledgement, where most is at stake.</summary>
    public static PowerCut Choose(Recording recording, int seed)
    {
        var random = new Random(seed);
        var lives = recording.Marks.Where(mark => mark.Words[0] == "life").Select(mark => mark.Position).Append(recording.Operations.Count).ToList();
        var life = random.Next(lives.Count - 1);
        var (begin, end) = (lives[life], lives[life + 1]);
        return new PowerCut(seed, random.Next(3) switch
        {
            0 => random.Next(begin, end + 1),
            1 => OneOf(random, [.. Enumerable.Range(begin, end - begin).Where(i => recording.Operations[i].Kind is OperationKind.Flush or OperationKind.FlushDirectory)]) + random.Next(2),
            _ => OneOf(random, [.. recording.Marks.Where(mark => mark.Words[0] == "done" && mark.Position >= begin && mark.Position <= end).Select(mark => mark.Position)]),
        });
    }

    private static int OneOf(Random random, int[] positions) => positions[random.Next(positions.Length)];
}

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Differences by path: on one line each if it fits, otherwise with before and after on separate lines.</summary>
internal static class DifferenceLines
{
    public static IEnumerable<Line> Of(IEnumerable<GuildConfigDifference> differences, string indent, int width)
    {
        foreach (var difference in differences)
        {
            var (before, after) = (GuildText.Value(difference.Path, difference.Before), GuildText.Value(difference.Path, difference.After));
            var line = $"{indent}{difference.Path}: {before} -> {after}";
            if (line.Length <= width)
            {
                yield return line;
                continue;
            }

            yield return $"{indent}{difference.Path}:";
            yield return new Line($"{indent}  - {before}", Tone.Removed);
            yield return new Line($"{indent}  + {after}", Tone.Added);
        }
    }
}

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>A fenced code block in a page.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Language">The word after the fence; empty if there is none.</param>
/// <param name="Line">The number of its first line, starting at 1.</param>
/// <param name="Lines">The lines between the fences.</param>
internal sealed record CodeBlock(string Page, string Language, int Line, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    public static IEnumerable<CodeBlock> ReadAll(string page, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                var content = lines.Skip(i + 1).TakeWhile(next => next.Trim() != Fence).ToList();
                yield return new CodeBlock(page, line[Fence.Length..], i + 2, content);
                i += content.Count + 1;
            }
        }
    }
}

namespace DroasBot.GuildConfig.Contract.Documentation;

/// <summary>A table in a page of the documentation.</summary>
/// <param name="Heading">The heading above the table.</param>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The text of the cells, without code markup.</param>
public sealed record MarkdownTable(string Heading, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static IEnumerable<MarkdownTable> ReadAll(IReadOnlyList<string> lines)
    {
        var heading = string.Empty;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith('#'))
            {
                heading = lines[i].TrimStart('#', ' ');
            }
            else if (lines[i].StartsWith('|'))
            {
                // The second line is the delimiter row.
                var cells = lines.Skip(i).TakeWhile(line => line.StartsWith('|')).Select(CellsOf).ToList();
                yield return new MarkdownTable(heading, cells[0], cells[2..]);
                i += cells.Count - 1;
            }
        }
    }

    /// <summary>Gets the cell of a row in the named column.</summary>
    public string Cell(IReadOnlyList<string> row, string column) => row[Header.Index().Single(name => name.Item == column).Index];

    private static List<string> CellsOf(string line)
        => [.. line.Trim()[1..^1].Split('|').Select(cell => cell.Replace("`", string.Empty, StringComparison.Ordinal).Trim())];
}

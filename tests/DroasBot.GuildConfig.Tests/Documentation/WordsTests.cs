using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed class WordsTests
{
    /// <summary>Contains the words that must not be used.</summary>
    private const string Page = "docs/contribute/contributing.md";

    [Fact]
    public void Files_OfAllKinds_HaveNoForbiddenWord()
    {
        var words = MarkdownTable.ReadAll(Pages.ReadLines(Page)).Single(table => table.Header is ["write", "not"]).Rows.SelectMany(row => row[1].Split(", ")).ToList();
        var pattern = new Regex($@"\b(?:{string.Join('|', words.Select(Regex.Escape))})\b", RegexOptions.IgnoreCase);
        var files = SourceFiles.All.Where(file => file != Page).ToList();

        var found = files
            .SelectMany(file => File.ReadLines(Repository.Path(file)).Index().SelectMany(line => pattern.Matches(line.Item).Select(word => $"{file}({line.Index + 1}): {word.Value}")))
            .ToList();

        Assert.True(words.Count > 10, "There are next to no words. Are they looked for in the right place?");
        Assert.True(found.Count == 0, $"{Page} says what to write instead of:\n{string.Join('\n', found)}");
    }
}

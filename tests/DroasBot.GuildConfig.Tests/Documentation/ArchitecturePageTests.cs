using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed partial class ArchitecturePageTests
{
    private const string Root = "root";

    private static readonly string _source = Repository.Path("src/DroasBot.GuildConfig");

    /// <summary>Reads using directives: the build rejects unnecessary ones, and namespaces match folders.</summary>
    [Fact]
    public void Folders_Dependencies_MatchThePage()
        => Assert.Equal(Documented(), Found());

    [Fact]
    public void Folders_BelowTheRoot_HaveNoCycle()
    {
        var left = Documented().Where(folder => folder.Key != Root).ToDictionary(folder => folder.Key, folder => folder.Value.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        while (left.FirstOrDefault(folder => !folder.Value.Any(left.ContainsKey)) is { Key: { } lowest })
        {
            left.Remove(lowest);
        }

        Assert.Empty(left);
    }

    private static SortedDictionary<string, string> Documented()
    {
        var table = MarkdownTable.ReadAll(Pages.ReadLines("docs/understand/architecture.md")).Single(table => table.Header[0] == "folder");
        return new(table.Rows.ToDictionary(row => row[0], row => Sorted(table.Cell(row, "may see").Split(", ", StringSplitOptions.RemoveEmptyEntries))), StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> Found()
        => new(
            (from file in Directory.EnumerateFiles(_source, "*.cs", SearchOption.AllDirectories)
             let folder = FolderOf(Path.GetRelativePath(_source, file))
             where folder is not ("bin" or "obj")
             group file by folder into files
             select (files.Key, Seen: files.SelectMany(SeenBy).Where(seen => seen != files.Key))).ToDictionary(folder => folder.Key, folder => Sorted(folder.Seen)),
            StringComparer.Ordinal);

    private static string FolderOf(string path) => path.Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : Root;

    private static IEnumerable<string> SeenBy(string file) => Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    private static string Sorted(IEnumerable<string> folders) => string.Join(", ", folders.Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^using DroasBot\.GuildConfig\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}

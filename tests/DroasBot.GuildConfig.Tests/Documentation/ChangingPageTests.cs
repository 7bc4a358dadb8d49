using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed partial class ChangingPageTests
{
    private const string Page = "docs/contribute/changing.md";

    /// <summary>A path is relative to the library, to the repository or, in a list of files of one folder, to the folder of the previous one.</summary>
    [Fact]
    public void Files_NamedByThePage_Exist()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories).Select(Path.GetFileName).ToHashSet();
        var named = PathPattern().Matches(File.ReadAllText(Repository.Path(Page))).Select(path => path.Groups[1].Value).ToList();

        Assert.True(named.Count > 40, "The page names fewer files than it did.");
        var missing = named.FindAll(path => !Path.Exists(Repository.Path(path)) && !Path.Exists(Repository.Path("src/DroasBot.GuildConfig/" + path)) && !files.Contains(Path.GetFileName(path)));
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>Quoted text that contains a slash, or ends like a source file.</summary>
    [GeneratedRegex(@"`([\w./]+/[\w./]+|[\w.]+\.cs)`")]
    private static partial Regex PathPattern();
}

using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed partial class LinkTests
{
    private const string Index = "docs/README.md";

    [Fact]
    public void Links_OfAllPages_HaveATarget()
    {
        var dead = Pages.All
            .SelectMany(page => LinksOf(page).Where(link => !HasEnd(link.Page, link.Anchor)).Select(link => $"{page}: {link.Page}{link.Anchor}"))
            .ToList();

        Assert.True(dead.Count == 0, string.Join('\n', dead));
    }

    [Fact]
    public void Index_LinksToEveryPage()
    {
        var missing = Pages.All.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != Index).Except(LinksOf(Index).Select(link => link.Page)).ToList();

        Assert.True(missing.Count == 0, $"{Index} does not link to:\n{string.Join('\n', missing)}");
    }

    /// <summary>Decisions name the tests that prove them.</summary>
    [Fact]
    public void Pages_NamedTests_Exist()
    {
        var files = Directory.EnumerateFiles(Repository.Path("tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var unknown = Pages.All
            .SelectMany(page => TestPattern().Matches(File.ReadAllText(Repository.Path(page))).Select(name => (page, Name: name.Groups[1].Value)))
            .Where(test => !files.Contains(test.Name))
            .ToList();

        Assert.Empty(unknown);
    }

    private static IEnumerable<(string Page, string Anchor)> LinksOf(string page)
    {
        var directory = Path.GetDirectoryName(page)!;
        foreach (Match link in LinkPattern().Matches(File.ReadAllText(Repository.Path(page))))
        {
            if (!link.Groups[1].Value.Contains(':', StringComparison.Ordinal))
            {
                var target = link.Groups[1].Value is "" ? page : Path.GetRelativePath(Repository.Root, Path.GetFullPath(link.Groups[1].Value, Repository.Path(directory))).Replace('\\', '/');
                yield return (target, link.Groups[2].Value);
            }
        }
    }

    private static bool HasEnd(string page, string anchor)
        => File.Exists(Repository.Path(page)) && (anchor.Length == 0 || Pages.ReadLines(page).Where(line => line.StartsWith('#')).Any(heading => "#" + Slug(heading) == anchor));

    /// <summary>The anchor that common Markdown hosts generate.</summary>
    private static string Slug(string heading)
#pragma warning disable CA1308 // Anchors are in lower case.
        => NotInSlugPattern().Replace(heading.TrimStart('#', ' ').ToLowerInvariant(), string.Empty).Replace(' ', '-');
#pragma warning restore CA1308

    [GeneratedRegex(@"\[[^\]]*\]\(([^)#\s]*)(#[^)]*)?\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlugPattern();

    [GeneratedRegex(@"`(\w+(?:Tests|Contract))[`.]")]
    private static partial Regex TestPattern();
}

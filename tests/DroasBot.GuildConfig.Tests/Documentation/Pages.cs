using DroasBot.GuildConfig.Tests.Support;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>The pages of the documentation: those in the root, those of the packages, and everything in docs except the generated reference.</summary>
internal static class Pages
{
    /// <summary>Gets their paths, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. PagesOf(Directory.EnumerateFiles(Repository.Root, "*.md")),
        .. PagesOf(Directory.EnumerateDirectories(Repository.Path("src")).Select(package => Path.Combine(package, "README.md")).Where(File.Exists)),
        .. PagesOf(Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories)).Where(page => !page.StartsWith("docs/api/", StringComparison.Ordinal)),
    ];

    public static string[] ReadLines(string page) => File.ReadAllLines(Repository.Path(page));

    private static IEnumerable<string> PagesOf(IEnumerable<string> files)
        => files.Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}

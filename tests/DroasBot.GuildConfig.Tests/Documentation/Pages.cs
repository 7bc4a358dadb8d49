using DroasBot.GuildConfig.Tests.Support;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>The pages of the documentation: README.md, CHANGELOG.md and everything in docs but the generated reference.</summary>
internal static class Pages
{
    /// <summary>Gets their paths, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        "CHANGELOG.md",
        .. Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(page => !page.StartsWith("docs/api/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string[] ReadLines(string page) => File.ReadAllLines(Repository.Path(page));
}

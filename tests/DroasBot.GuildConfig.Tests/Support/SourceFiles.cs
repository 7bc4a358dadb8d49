using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The files of the working copy that are written by people.</summary>
internal static class SourceFiles
{
    private static readonly string[] _folders = ["docs", "samples", "src", "tests"];

    private static readonly HashSet<string> _kinds = [".cs", ".css", ".csproj", ".html", ".js", ".json", ".md", ".props", ".targets", ".txt", ".yml"];

    private static readonly HashSet<string> _madeByTools = ["api", "artifacts", "bin", "Migrations", "obj", "packages.lock.json"];

    /// <summary>Gets their paths in the repository.</summary>
    public static IReadOnlyList<string> All
    {
        get
        {
            var files = _folders
                .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories))
                .Concat(Directory.EnumerateFiles(Repository.Root))
                .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Where(file => _kinds.Contains(Path.GetExtension(file)) && !file.Split('/').Any(_madeByTools.Contains))
                .ToList();
            Assert.True(files.Count(file => file.EndsWith(".cs", StringComparison.Ordinal)) > 1000, "There are next to no files. Are they looked for in the right place?");
            return files;
        }
    }
}

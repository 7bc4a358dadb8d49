namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The files of the working copy that people write.</summary>
internal static class SourceFiles
{
    private static readonly string[] _folders = ["docs", "samples", "src", "tests"];

    private static readonly HashSet<string> _madeByTools = ["api", "artifacts", "bin", "Migrations", "obj"];

    /// <summary>Gives their paths in the repository.</summary>
    /// <param name="extensions">What the files' names may end in.</param>
    public static IReadOnlyList<string> With(params IReadOnlyCollection<string> extensions)
        => [.. _folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => extensions.Contains(Path.GetExtension(file)) && !file.Split('/').Any(_madeByTools.Contains))];
}

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Resolves all symbolic links in the path of a file, whether or not the file exists.</summary>
/// <remarks>
/// SQLite follows links itself: <c>-wal</c> and <c>-shm</c> lie next to the target. Code that looks for them, or checks the length of the file, must
/// look there. Links of directories are followed too, so that changing a link later moves nothing, and because the system
/// names its mount points that way. <see cref="File.ResolveLinkTarget"/> follows only links of the file itself.
/// </remarks>
internal static class FinalPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <param name="path">A full path.</param>
    /// <returns><see langword="null"/> if the links form a cycle.</returns>
    public static string? Find(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[resolved.Length..]);
        for (var links = 0; rest.TryPop(out var name);)
        {
            var next = name is ".." ? Path.GetDirectoryName(resolved) ?? resolved : Path.Combine(resolved, name);
            if (LinkTargetOf(next) is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var root = Path.GetPathRoot(target)!;
            resolved = root.Length > 0 ? root : resolved;
            Push(rest, target[root.Length..]);
        }

        return resolved;
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (name is not ".")
            {
                rest.Push(name);
            }
        }
    }

    private static string? LinkTargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Opening the file will report the reason.
            return null;
        }
    }
}

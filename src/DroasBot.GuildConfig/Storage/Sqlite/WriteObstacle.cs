namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Finds what prevents this process from writing a database, after SQLite has failed: its codes do not distinguish the causes.</summary>
internal static class WriteObstacle
{
    private const int Writable = 2;
    private const int WritableDirectory = 3;

    /// <summary>Checks the effective user (AT_EACCESS).</summary>
    private const int EffectiveUser = 0x200;

    /// <param name="file">The database.</param>
    /// <param name="then">What happens once there is space again.</param>
    /// <returns>What follows "the database so-and-so"; <see langword="null"/> if nothing is found.</returns>
    public static string? Find(string file, string then)
    {
        var directory = Path.GetDirectoryName(file)!;
        var state = FileSystemState.Of(File.Exists(file) ? file : directory);
        return state.IsReadOnly ? "is on a read-only file system. Mount that for writing, with the whole directory of the file"
            : FindForbidden(file, directory) is { } forbidden
                ? $"cannot be written: this process's user ('{Environment.UserName}') may not write '{forbidden}'. Give that user the file, its -wal and -shm files, and their directory"
            : state.IsFull ? "cannot grow: the disk is full. Free some space; " + then
            : state.HasNoInode ? "needs files next to it, and the file system has no inode left ('df -i' shows it). Delete some files; " + then
            : null;
    }

    private static string? FindForbidden(string file, string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        return DatabaseFile.Suffixes.Select(suffix => file + suffix).FirstOrDefault(path => File.Exists(path) && !Allows(path, Writable))
            ?? (Directory.Exists(directory) && !Allows(directory, WritableDirectory) ? directory : null);
    }

    private static bool Allows(string path, int mode) => LibC.AccessAt(LibC.AnyDirectory, in LibC.Encode(path)[0], mode, EffectiveUser) == 0;
}

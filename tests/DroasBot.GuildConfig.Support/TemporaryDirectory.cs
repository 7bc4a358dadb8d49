namespace DroasBot.GuildConfig.Support;

/// <summary>An empty directory; deleted when it is disposed, with all that it contains.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const string Prefix = "guild-config-test-";

    public TemporaryDirectory()
        : this(Directory.CreateTempSubdirectory(Prefix).FullName)
    {
    }

    private TemporaryDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>Gets the path of the file that most tests use as their database; it need not exist.</summary>
    public string Database => File("guild-config.db");

    /// <summary>Creates one in memory where the system offers that and has room, for files that need not survive a loss of power; elsewhere an ordinary one. No other user can enter either.</summary>
    /// <param name="bytes">How much room is needed.</param>
    public static TemporaryDirectory InMemory(long bytes)
    {
        const string Memory = "/dev/shm";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < bytes)
        {
            return new TemporaryDirectory();
        }

        var path = System.IO.Path.Combine(Memory, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TemporaryDirectory(path);
    }

    /// <summary>Gets the path of a file in the directory; the file need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates a file, and the directories above it.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Deletes it, unless the test has done so.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}

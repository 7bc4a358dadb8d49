namespace DroasBot.GuildConfig.Support;

/// <summary>An empty directory; deleted when it is disposed, with all that it contains.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guild-config-test-").FullName;

    /// <summary>Gets the path of the file that most tests use as their database; it need not exist.</summary>
    public string Database => File("guild-config.db");

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

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Something mounted for one test; unmounted afterwards, whatever happened.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _path;

    private Mount(string path) => _path = path;

    /// <summary>Mounts a file system in memory on a new directory.</summary>
    public static Mount InMemory(string directory, string options)
    {
        Directory.CreateDirectory(directory);
        SystemCommand.Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory);
        return new Mount(directory);
    }

    /// <summary>Mounts one file over another.</summary>
    public static Mount OfFile(string source, string target)
    {
        SystemCommand.Run("mount", "--bind", source, target);
        return new Mount(target);
    }

    public void MakeReadOnly() => SystemCommand.Run("mount", "-o", "remount,ro", _path);

    /// <summary>Lazily, so that a file that a failed test left open does not prevent it.</summary>
    public void Dispose() => SystemCommand.Run("umount", "--lazy", _path);
}

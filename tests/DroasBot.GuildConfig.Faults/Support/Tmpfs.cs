using System.Diagnostics;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A small file system of its own, where the test may mount one; unmounted afterwards, whatever happened.</summary>
internal sealed class Tmpfs : IDisposable
{
    private Tmpfs(string path) => Path = path;

    public string Path { get; }

    /// <returns><see langword="null"/> if this process may not mount.</returns>
    public static Tmpfs? TryMount(string path, string size)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) == 0
            ? new Tmpfs(path)
            : null;
    }

    public void Dispose()
    {
        if (Run("umount", Path) != 0)
        {
            // Something is still open: detaches it now; it disappears when that is closed.
            _ = Run("umount", "-l", Path);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

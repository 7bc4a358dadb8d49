using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.SampleNode;

/// <summary>The standard streams as the operating system has them, since the sample opens them as such.</summary>
internal static class StandardStreams
{
    /// <summary>Puts files in their place.</summary>
    public static void Redirect(string input, string output, string error)
    {
        Replace(0, input, FileMode.Open, FileAccess.Read);
        Replace(1, output, FileMode.Create, FileAccess.Write);
        Replace(2, error, FileMode.Create, FileAccess.Write);
    }

    private static void Replace(int descriptor, string path, FileMode mode, FileAccess access)
    {
        using var file = File.OpenHandle(path, mode, access, FileShare.ReadWrite);
        if (Duplicate((int)file.DangerousGetHandle(), descriptor) < 0)
        {
            throw new Win32Exception();
        }
    }

    [DllImport("libc", EntryPoint = "dup2", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor, int copy);
}

using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Lets one thread of a privileged process access files as another user.</summary>
internal static class FileSystemUser
{
    /// <summary>The user 'nobody'.</summary>
    public const uint Unprivileged = 65534;

    private const uint Root = 0;

    /// <summary>Runs on a separate thread, since the user is set per thread (https://man7.org/linux/man-pages/man2/setfsuid.2.html).</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
        => OwnThread.RunAsync(() =>
        {
            _ = SetUser(Unprivileged);
            try
            {
                return work();
            }
            finally
            {
                _ = SetUser(Root);
            }
        });

    [DllImport("libc", EntryPoint = "setfsuid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetUser(uint user);
}

using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Lets one thread of a privileged process use files as another user does.</summary>
internal static class FileSystemUser
{
    /// <summary>nobody</summary>
    public const uint Unprivileged = 65534;

    private const uint Root = 0;

    /// <summary>On a thread of its own, since the user is the thread's (https://man7.org/linux/man-pages/man2/setfsuid.2.html).</summary>
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

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Processes;

/// <summary>Waits to some microseconds, where the runtime's own waits are exact to a millisecond.</summary>
internal static class PreciseWait
{
    /// <summary>By how much the kernel may oversleep: so much before the end, the thread stays awake and looks at the clock.</summary>
    private const long SlackMicroseconds = 120;

    /// <param name="due">A timestamp of <see cref="Stopwatch"/>.</param>
    public static void Until(long due)
    {
        var left = (due - Stopwatch.GetTimestamp()) * 1_000_000 / Stopwatch.Frequency;
        if (left > SlackMicroseconds && OperatingSystem.IsLinux())
        {
            // A signal may end it early: the rest is waited for below.
            _ = Sleep((uint)(left - SlackMicroseconds));
        }

        while (Stopwatch.GetTimestamp() < due)
        {
            Thread.SpinWait(10);
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(uint microseconds);
}

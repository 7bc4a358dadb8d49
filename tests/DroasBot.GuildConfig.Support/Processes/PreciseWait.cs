using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>Waits with a precision of some microseconds, where the runtime's own waits are precise to a millisecond.</summary>
internal static class PreciseWait
{
    /// <summary>How long the kernel may oversleep: for that long before the end, the thread stays awake and checks the clock.</summary>
    private const long SlackMicroseconds = 120;

    /// <param name="due">A timestamp of <see cref="Stopwatch"/>.</param>
    public static void Until(long due)
    {
        var left = (due - Stopwatch.GetTimestamp()) * 1_000_000 / Stopwatch.Frequency;
        if (left > SlackMicroseconds && OperatingSystem.IsLinux())
        {
            // A signal may end it early: the loop below waits for the rest.
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

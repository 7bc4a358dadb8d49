using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>What this process has to know of being recorded: see <c>recorder.c</c> of the tests.</summary>
internal static class RecordedProcess
{
    /// <summary>Lets the library's own calls of the C library pass the recorder, which stands before it in the order of the process.</summary>
    public static void RouteSystemCalls()
        => NativeLibrary.SetDllImportResolver(typeof(IGuildConfigService).Assembly, static (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : 0);

    /// <summary>SIGKILL, but never between an operation and its record.</summary>
    public static void End()
        => Marshal.GetDelegateForFunctionPointer<Action>(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "end_recorded_process"))();
}

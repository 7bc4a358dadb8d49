using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Supports recording in this process: see <c>recorder.c</c> in the tests.</summary>
internal static class RecordedProcess
{
    /// <summary>Routes the library's own calls to the C library through the recorder, which comes first in symbol resolution.</summary>
    public static void RouteSystemCalls()
        => NativeLibrary.SetDllImportResolver(typeof(IGuildConfigService).Assembly, static (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : 0);

    /// <summary>Sends SIGKILL, but never between an operation and its record.</summary>
    public static void End()
        => Marshal.GetDelegateForFunctionPointer<Action>(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "end_recorded_process"))();
}

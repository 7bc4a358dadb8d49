using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>The recorder, compiled on the machine that runs the test, since it must fit that machine's C library.</summary>
internal static class RecorderLibrary
{
    /// <summary>Compiles it, or skips the test.</summary>
    public static async Task<string> CompileAsync(string directory)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File operations are recorded on Linux only.");
        var library = Path.Combine(directory, "recorder.so");
        using var compiler = TryStart("-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "PowerCuts", "recorder.c"), "-ldl", "-lpthread");
        Assert.SkipWhen(compiler is null, "There is no C compiler 'cc', which the recorder of file operations needs (Debian's packages are 'gcc' and 'libc6-dev').");
        var messages = await compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(compiler.ExitCode == 0, messages);
        return library;
    }

    private static Process? TryStart(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

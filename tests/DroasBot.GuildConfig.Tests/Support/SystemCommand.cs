using System.Diagnostics;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Runs a short program of the operating system to its end.</summary>
internal static class SystemCommand
{
    /// <returns>Its output, without white space at the end.</returns>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }
}

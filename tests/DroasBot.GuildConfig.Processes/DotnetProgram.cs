using System.Diagnostics;

namespace DroasBot.GuildConfig.Processes;

/// <summary>How a test or a benchmark starts <c>dotnet</c>.</summary>
public static class DotnetProgram
{
    /// <summary>Describes a run of <c>dotnet</c> with arguments: the host that runs the caller, if it says which.</summary>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

        // A killed process leaves the sockets and pipes of the runtime's diagnostics in the directory for temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}

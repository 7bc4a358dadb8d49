using System.Diagnostics;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>Describes how a test or a benchmark starts <c>dotnet</c>.</summary>
public static class DotnetProgram
{
    /// <summary>Describes a run of <c>dotnet</c> with arguments: with the host that runs the caller, if the environment names it.</summary>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

        // A killed process would leave the sockets and pipes of the runtime's diagnostics in the temporary directory.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}

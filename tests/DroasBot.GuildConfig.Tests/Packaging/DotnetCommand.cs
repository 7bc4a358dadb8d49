using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>Runs <c>dotnet</c> as a host's developer would.</summary>
/// <param name="temporary">The directory for temporary files: a build leaves some behind, and its compiler keeps running for later builds that use the same directory.</param>
internal sealed class DotnetCommand(string temporary)
{
    public Task<ProgramOutcome> RunAsync(string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = DotnetProgram.StartInfo(arguments);
        start.WorkingDirectory = workingDirectory;

        // Settings of 'dotnet test' for its own build must not affect another one, and no build node may outlive the test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["TMPDIR"] = temporary;
        return RunningProgram.RunAsync(start);
    }

    /// <summary>Shuts down the compiler server.</summary>
    public Task EndCompilerAsync() => RunAsync(temporary, "build-server", "shutdown", "--vbcscompiler");
}

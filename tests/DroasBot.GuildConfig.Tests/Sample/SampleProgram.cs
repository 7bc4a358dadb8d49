using System.Diagnostics;
using System.Reflection;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a separate process, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("guild-config-sample-");

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    /// <summary>Starts a run.</summary>
    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(Run(arguments));

    /// <summary>Runs it to its end; kills it and fails if it takes longer than any run should.</summary>
    public Task<ProgramOutcome> RunAsync(params string[] arguments) => RunningProgram.RunAsync(Run(arguments));

    public void Dispose() => _directory.Delete(recursive: true);

    private ProcessStartInfo Run(string[] arguments)
    {
        var start = DotnetProgram.StartInfo([_assembly, .. arguments]);
        start.WorkingDirectory = _directory.FullName;
        return start;
    }
}

using System.Diagnostics;
using System.Reflection;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a separate process, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private readonly TemporaryDirectory _directory = new();

    public string PathOf(string file) => _directory.File(file);

    /// <summary>Starts a run.</summary>
    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(Run(arguments));

    /// <summary>Runs it to its end; kills it and fails if it takes longer than any run should.</summary>
    public Task<ProgramOutcome> RunAsync(params string[] arguments) => RunningProgram.RunAsync(Run(arguments));

    public void Dispose() => _directory.Dispose();

    private ProcessStartInfo Run(string[] arguments)
    {
        var start = DotnetProgram.StartInfo([_assembly, .. arguments]);
        start.WorkingDirectory = _directory.Path;
        return start;
    }
}

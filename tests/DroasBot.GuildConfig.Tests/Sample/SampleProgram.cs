using System.Reflection;
using DroasBot.GuildConfig.Processes;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a separate process, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("guild-config-sample-");

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    /// <summary>Begins a run.</summary>
    public RunningSample Start(params string[] arguments)
    {
        var start = DotnetProgram.StartInfo([_assembly, .. arguments]);
        start.WorkingDirectory = _directory.FullName;
        return new RunningSample(start);
    }

    /// <summary>Runs it to completion; kills it, and fails, if it takes too long.</summary>
    public async Task<SampleOutcome> RunAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        return await run.EndAsync();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

using System.Diagnostics;
using System.Reflection;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a program of its own, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("guild-config-sample-");

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    /// <summary>Begins a command line.</summary>
    public RunningSample Start(params string[] arguments)
        => new(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [_assembly, .. arguments])
        {
            WorkingDirectory = _directory.FullName,
        });

    /// <summary>Runs a command line to its end; kills it, and fails, if it takes longer than any run should.</summary>
    public async Task<SampleOutcome> RunAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        return await run.EndAsync();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using DroasBot.GuildConfig.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>A process that runs command lines of the sample, one after another: the second one takes a twentieth of the first.</summary>
internal sealed class SampleNode
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    private static readonly string _program = Path.GetFullPath(
        typeof(SampleNode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleNode)).Value!,
        AppContext.BaseDirectory);

    /// <summary>They end with the tests: then their input does.</summary>
    private static readonly ConcurrentBag<SampleNode> _idle = [];

    private readonly Process _process;

    private SampleNode()
    {
        var start = DotnetProgram.StartInfo([_program]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Runs a command line to its end.</summary>
    /// <param name="directory">The current directory.</param>
    /// <param name="input">What the standard input has.</param>
    /// <param name="arguments">The words of the command line.</param>
    public static async Task<SampleOutcome> RunAsync(string directory, string input, string[] arguments)
    {
        var node = _idle.TryTake(out var idle) ? idle : new SampleNode();
        var streams = Directory.CreateTempSubdirectory("guild-config-sample-streams-");
        try
        {
            var outcome = await node.RunAsync(directory, input, arguments, streams.FullName);
            _idle.Add(node);
            return outcome;
        }
        catch
        {
            node._process.Kill();
            throw;
        }
        finally
        {
            streams.Delete(recursive: true);
        }
    }

    private async Task<SampleOutcome> RunAsync(string directory, string input, string[] arguments, string streams)
    {
        var token = TestContext.Current.CancellationToken;
        var (inputFile, output, error) = (Path.Combine(streams, "input"), Path.Combine(streams, "output"), Path.Combine(streams, "error"));
        await File.WriteAllTextAsync(inputFile, input, token);
        var request = JsonSerializer.Serialize(new { Directory = directory, Arguments = arguments, Input = inputFile, Output = output, Error = error });
        await _process.StandardInput.WriteLineAsync(request.AsMemory(), token);
        await _process.StandardInput.FlushAsync(token);
        var exitCode = await _process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(_deadline, token)
            ?? throw new InvalidOperationException($"The process that ran '{string.Join(' ', arguments)}' has ended.");
        return new SampleOutcome(JsonSerializer.Deserialize<int>(exitCode), await File.ReadAllTextAsync(output, token), await File.ReadAllTextAsync(error, token));
    }
}

using System.Diagnostics;
using DroasBot.GuildConfig.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A child process that this test has started, and that does not outlive it.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts the program.</summary>
    /// <param name="launcher">What stands before it on the command line: a program that takes rights or space away.</param>
    /// <param name="arguments">The command of the node.</param>
    public static NodeProcess Start(string[] launcher, params string[] arguments)
    {
        var start = DotnetProgram.StartInfo([Path.Combine(AppContext.BaseDirectory, "DroasBot.GuildConfig.FaultNode.dll"), .. arguments]);
        foreach (var word in launcher.Reverse())
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = word;
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;

        // A limit on the size of files would hit the runtime's own double-mapped memory too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new NodeProcess(Process.Start(start)!);
    }

    public static NodeProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>Reads one line; <see langword="null"/> at the end of the output.</summary>
    public Task<string?> ReadLineAsync()
        => _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(_deadline);

    /// <summary>Says one line and gives the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await ReadLineAsync() ?? throw new InvalidOperationException($"The node ended instead of answering '{line}'.");
    }

    /// <summary>SIGKILL: no handler, no finally, no flush.</summary>
    public void Kill() => _process.Kill();

    public async Task WaitForExitAsync() => await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(_deadline);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(_deadline);
        }

        _process.Dispose();
    }
}

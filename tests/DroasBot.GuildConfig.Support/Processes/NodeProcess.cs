using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A node in a separate process; killed when it is disposed.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>Only detects hangs: a busy machine takes a minute for what an idle one does in seconds.</summary>
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private NodeProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, error) => _errors.Enqueue(error.Data ?? string.Empty);
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Starts a node.</summary>
    /// <param name="launcher">The start of its command line: a program that drops privileges or limits space.</param>
    /// <param name="arguments">Its command.</param>
    public static NodeProcess Start(string[] launcher, params string[] arguments)
    {
        var start = StartInfo(arguments);
        foreach (var word in launcher.Reverse())
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = word;
        }

        // A limit on the size of files would also apply to the runtime's double-mapped memory.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new NodeProcess(Process.Start(start)!);
    }

    public static NodeProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="polling">Whether it must not watch files.</param>
    /// <param name="arguments">Its command.</param>
    public static async Task<NodeProcess> StartAsync(bool polling, params string[] arguments)
    {
        var start = StartInfo(arguments);
        start.Environment["DOTNET_USE_POLLING_FILE_WATCHER"] = polling ? "1" : "0";
        var node = new NodeProcess(Process.Start(start)!);
        try
        {
            await node.ReadUntilAsync("ready");
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads one line; <see langword="null"/> at the end of the output.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(_deadline);

    /// <summary>Sends one line and returns the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SayAsync(line);
        return await ReadLineAsync() ?? throw new InvalidOperationException($"The node ended instead of answering '{line}': {string.Join('\n', _errors)}");
    }

    /// <summary>Reads lines up to the one that begins with a word; <see langword="null"/> reads to the end of the output.</summary>
    public async Task<List<string[]>> ReadUntilAsync(string? last)
    {
        var lines = new List<string[]>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line.Split(' '));
            if (last is not null && line.StartsWith(last, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        if (last is not null)
        {
            // Also waits for the end of the error output.
            await _process.WaitForExitAsync().WaitAsync(_deadline);
            throw new InvalidOperationException(
                $"The node ended before '{last}': {string.Join(" | ", lines.TakeLast(3).Select(words => string.Join(' ', words)))}\n{string.Join('\n', _errors)}");
        }

        return lines;
    }

    /// <summary>SIGSTOP: pauses it, wherever it is.</summary>
    public Task PauseAsync() => ProcessPause.PauseAsync(_process.Id);

    public Task ContinueAsync() => ProcessPause.ContinueAsync(_process.Id);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_deadline);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler, no finally, no flush.</summary>
    public void Kill() => _process.Kill();

    public async Task KillAsync()
    {
        Kill();
        await _process.WaitForExitAsync().WaitAsync(_deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = DotnetProgram.StartInfo([NodeProgram.File, .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace DroasBot.GuildConfig.Processes;

/// <summary>A node in a process of its own; gone when it is disposed.</summary>
public sealed class SyncNodeProcess : IAsyncDisposable
{
    /// <summary>Only for what hangs: a busy machine takes a minute for what an idle one does in seconds.</summary>
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    private static readonly string _program = Path.GetFullPath(
        typeof(SyncNodeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SyncNode").Value!,
        AppContext.BaseDirectory);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private SyncNodeProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, error) => _errors.Enqueue(error.Data ?? string.Empty);
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="polling">Whether it may not watch files.</param>
    /// <param name="arguments">Its command.</param>
    public static async Task<SyncNodeProcess> StartAsync(bool polling, params string[] arguments)
    {
        var start = DotnetProgram.StartInfo([_program, .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["DOTNET_USE_POLLING_FILE_WATCHER"] = polling ? "1" : "0";
        var node = new SyncNodeProcess(Process.Start(start)!);
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

    /// <summary>Reads lines up to the one that begins with a word; <see langword="null"/> stands for the end of the output.</summary>
    public async Task<List<string[]>> ReadUntilAsync(string? last)
    {
        var lines = new List<string[]>();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(_deadline) is { } line)
        {
            lines.Add(line.Split(' '));
            if (last is not null && line.StartsWith(last, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        if (last is not null)
        {
            // Also waits for the end of what it says of errors.
            await _process.WaitForExitAsync().WaitAsync(_deadline);
            throw new InvalidOperationException(
                $"The node ended before '{last}': {string.Join(" | ", lines.TakeLast(3).Select(words => string.Join(' ', words)))}\n{string.Join('\n', _errors)}");
        }

        return lines;
    }

    /// <summary>SIGSTOP: it stands still, wherever it is.</summary>
    public Task PauseAsync() => StandingStill.PauseAsync(_process.Id);

    public Task ContinueAsync() => StandingStill.ContinueAsync(_process.Id);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_deadline);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
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
}

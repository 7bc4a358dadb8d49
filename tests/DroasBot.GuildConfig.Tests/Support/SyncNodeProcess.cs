using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Another process on the same file, started by a test and gone with it.</summary>
internal sealed class SyncNodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private SyncNodeProcess(Process process) => _process = process;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="polling">Whether it may not watch files.</param>
    /// <param name="arguments">Its command.</param>
    public static async Task<SyncNodeProcess> StartAsync(bool polling, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "DroasBot.GuildConfig.SyncNode.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_USE_POLLING_FILE_WATCHER"] = polling ? "1" : "0";
        var node = new SyncNodeProcess(Process.Start(start)!);
        await node.ReadUntilAsync("ready");
        return node;
    }

    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), Token);
        await _process.StandardInput.FlushAsync(Token);
    }

    /// <summary>Reads lines up to and without the one that begins with a word; <see langword="null"/> stands for the end of the output.</summary>
    public async Task<List<string[]>> ReadUntilAsync(string? last)
    {
        var lines = new List<string[]>();
        while (await _process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(_deadline, Token) is { } line)
        {
            if (last is not null && line.StartsWith(last, StringComparison.Ordinal))
            {
                return lines;
            }

            lines.Add(line.Split(' '));
        }

        return last is null ? lines : throw new InvalidOperationException(
            $"The node ended before '{last}': {string.Join(" | ", lines.TakeLast(3).Select(words => string.Join(' ', words)))}");
    }

    /// <summary>SIGSTOP: it stands still, wherever it is.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Token).WaitAsync(_deadline, Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(_deadline, CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token).WaitAsync(_deadline, Token);
        Assert.Equal(0, kill.ExitCode);
    }
}

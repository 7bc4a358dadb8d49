using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using DroasBot.GuildConfig.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>A command line of the tool in a separate process, for signals, pipes and terminals. Disposing kills it if it still runs.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    private static readonly string _program = Path.GetFullPath(
        typeof(ToolProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Tool").Value!, AppContext.BaseDirectory);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ToolProcess(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ToolProcess Start(params IEnumerable<string> words) => new(DotnetProgram.StartInfo([_program, .. words]), input: "");

    public static async Task<ToolOutcome> RunAsync(string input, params IEnumerable<string> words)
    {
        await using var process = new ToolProcess(DotnetProgram.StartInfo([_program, .. words]), input);
        return await process.EndAsync();
    }

    /// <summary>Runs a command line in its own terminal; the output includes control sequences.</summary>
    public static async Task<ToolOutcome> RunInTerminalAsync(int columns, string environment, string keys, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("script");
        var dotnet = DotnetProgram.StartInfo([_program, .. words]);
        var line = string.Join(' ', [Quote(dotnet.FileName), .. dotnet.ArgumentList.Select(Quote)]);
        foreach (var argument in new[] { "--quiet", "--return", "--command", $"stty cols {columns} -echo; {environment} {line}", "/dev/null" })
        {
            start.ArgumentList.Add(argument);
        }

        await using var process = new ToolProcess(start, keys);
        return await process.EndAsync();
    }

    public async Task<string> ReadLineAsync()
        => await _process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(_deadline, Token) ?? throw new InvalidOperationException($"The tool ended too early: {await _error}");

    /// <summary>Asks it to stop as Ctrl+C would: by SIGTERM, because a shell may start its background jobs with SIGINT ignored.</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
    }

    public async Task<ToolOutcome> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Token).WaitAsync(_deadline, Token);
        await _process.WaitForExitAsync(Token).WaitAsync(_deadline, Token);
        return new ToolOutcome(_process.ExitCode, output, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

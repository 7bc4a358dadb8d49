using System.Diagnostics;
using System.Text;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A program that runs to its end, or until it is asked to stop. Disposing kills it if it is still running.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    /// <summary>Only detects hangs: a busy machine takes a minute for what an idle one does in seconds.</summary>
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    private RunningProgram(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static RunningProgram Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Runs a program that reads a text from its standard input, until it ends.</summary>
    public static async Task<ProgramOutcome> RunAsync(ProcessStartInfo start, string input = "")
    {
        await using var program = Start(start);
        await program._process.StandardInput.WriteAsync(input);
        return await program.EndAsync();
    }

    /// <summary>Reads the output up to an expected line, and returns that line.</summary>
    /// <param name="expected">Decides whether a line is the expected one.</param>
    /// <param name="limit">How long each line may take; <see langword="null"/> to only detect hangs.</param>
    /// <exception cref="TimeoutException">The limit has elapsed.</exception>
    /// <exception cref="InvalidOperationException">The program ended without such a line.</exception>
    public async Task<string> ReadUntilAsync(Predicate<string> expected, TimeSpan? limit = null)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(limit ?? _deadline) is { } line)
        {
            _output.AppendLine(line);
            if (expected(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended too early: {_output}{await _error}");
    }

    /// <summary>Asks it to stop as Ctrl+C would, but with SIGTERM, because a shell may start its background jobs with SIGINT ignored.</summary>
    public Task AskToStopAsync() => Signals.SendAsync("-TERM", _process.Id);

    /// <summary>Closes its input and waits for it to end.</summary>
    public async Task<ProgramOutcome> EndAsync()
    {
        _process.StandardInput.Close();
        _output.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(_deadline));
        await _process.WaitForExitAsync().WaitAsync(_deadline);
        return new ProgramOutcome(_process.ExitCode, _output.ToString(), await _error);
    }

    /// <summary>Kills it and its child processes, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
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

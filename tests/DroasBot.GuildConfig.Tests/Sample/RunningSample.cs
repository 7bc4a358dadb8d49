using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>One run of the sample. Disposing kills it if it still runs.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    public RunningSample(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Waits for an expected line of the output.</summary>
    public async Task<string> ReadUntilAsync(Predicate<string> expected)
    {
        while (true)
        {
            var line = await _process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(_deadline, Token)
                ?? throw new InvalidOperationException($"The sample ended too early: {_output}{await _error}");
            _output.AppendLine(line);
            if (expected(line))
            {
                return line;
            }
        }
    }

    /// <summary>Asks it to stop as Ctrl+C would: by SIGTERM, because a shell may start its background jobs with SIGINT ignored.</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<SampleOutcome> EndAsync()
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync(Token).WaitAsync(_deadline, Token));
        await _process.WaitForExitAsync(Token).WaitAsync(_deadline, Token);
        return new SampleOutcome(_process.ExitCode, _output.ToString(), await _error);
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
}

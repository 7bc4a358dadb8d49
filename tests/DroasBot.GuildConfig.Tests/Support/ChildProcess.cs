using System.Diagnostics;
using DroasBot.GuildConfig.Processes;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A program that a test has started. Disposing ends it if it still runs.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ChildProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts <c>dotnet</c> with arguments.</summary>
    public static ChildProcess StartDotnet(string workingDirectory, params IEnumerable<string> arguments)
        => new(Process.Start(StartInfo(workingDirectory, arguments))!);

    /// <summary>Runs <c>dotnet</c> to its end.</summary>
    public static async Task<ProcessResult> RunDotnetAsync(
        string workingDirectory, string temporaryDirectory, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = StartInfo(workingDirectory, arguments);

        // A build leaves empty temporary directories behind.
        start.Environment["TMPDIR"] = temporaryDirectory;
        await using var child = new ChildProcess(Process.Start(start)!);
        return await child.EndAsync(cancellationToken);
    }

    /// <summary>Reads the output up to a line.</summary>
    public async Task WaitForLineAsync(string expected, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line == expected)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The process did not print '{expected}' within {deadline}.");
        }

        throw new InvalidOperationException($"The process ended without printing '{expected}': {await _error}");
    }

    /// <summary>Closes the input and waits for the end.</summary>
    public async Task<ProcessResult> EndAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_deadline);
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return new ProcessResult(_process.ExitCode, output, await _error);
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string workingDirectory, IEnumerable<string> arguments)
    {
        var start = DotnetProgram.StartInfo(arguments);
        start.WorkingDirectory = workingDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // What 'dotnet test' sets for its own build must not steer another one, and no build server may outlive the test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }
}

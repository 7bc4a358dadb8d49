using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a program of its own, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("guild-config-sample-");

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    /// <summary>Runs a command line to its end; kills it, and fails, if it takes longer than any run should.</summary>
    public Task<SampleOutcome> RunAsync(params string[] arguments) => RunAsync(arguments, (_, _) => Task.FromResult(""));

    /// <summary>Runs a command line to its end, with a standard input.</summary>
    public Task<SampleOutcome> RunWithInputAsync(string input, params string[] arguments)
        => RunAsync(arguments, async (process, cancellationToken) =>
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            return "";
        });

    /// <summary>Reads or changes a database of the sample past the sample.</summary>
    public async Task<List<string>> QueryAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = PathOf(database), Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<string>();
        while (await row.ReadAsync(TestContext.Current.CancellationToken))
        {
            values.Add(row.GetString(0));
        }

        return values;
    }

    /// <summary>Runs a command line until it has written a line, then asks it to stop as Ctrl+C would.</summary>
    public Task<SampleOutcome> RunUntilFirstLineAsync(params string[] arguments)
        => RunAsync(arguments, async (process, cancellationToken) =>
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            // SIGTERM, because a shell may start its background jobs with SIGINT ignored.
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(cancellationToken);
            return line + '\n';
        });

    private async Task<SampleOutcome> RunAsync(string[] arguments, Func<Process, CancellationToken, Task<string>> whileItRuns)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [_assembly, .. arguments])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        try
        {
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await whileItRuns(process, deadline.Token) + await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new SampleOutcome(process.ExitCode, output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

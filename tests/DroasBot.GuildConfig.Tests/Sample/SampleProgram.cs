using System.Reflection;
using DroasBot.GuildConfig.Processes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Runs the built sample as a program of its own, in an empty directory that is deleted afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private const string Database = "guild-config-sample.db";

    private static readonly string _assembly = Path.GetFullPath(
        typeof(SampleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(SampleProgram)).Value!,
        AppContext.BaseDirectory);

    private static readonly Lazy<Task<byte[]>> _emptyDatabase = new(MakeEmptyDatabaseAsync);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("guild-config-sample-");

    /// <summary>Windows has no descriptors to put files in place of.</summary>
    private bool IsShared => SharesProcess && !OperatingSystem.IsWindows();

    /// <summary>Gets whether the sample finds its database there, with no guild in it. That is made once for all tests, since a first start takes a second.</summary>
    public bool HasDatabase { get; init; }

    /// <summary>
    /// Gets whether command lines that run to their end do so in a process that runs those of other tests too: for tests of what a command does, where starting a
    /// process would take most of the time.
    /// </summary>
    public bool SharesProcess { get; init; }

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    /// <summary>Begins a command line.</summary>
    public RunningSample Start(params string[] arguments)
    {
        var start = DotnetProgram.StartInfo([_assembly, .. arguments]);
        start.WorkingDirectory = _directory.FullName;
        return new RunningSample(start);
    }

    /// <summary>Runs a command line to its end; kills it, and fails, if it takes longer than any run should.</summary>
    public async Task<SampleOutcome> RunAsync(params string[] arguments)
    {
        await PutDatabaseAsync();
        if (IsShared)
        {
            return await SampleNode.RunAsync(_directory.FullName, input: string.Empty, arguments);
        }

        await using var run = Start(arguments);
        return await run.EndAsync();
    }

    /// <summary>Runs a command line to its end, with a standard input.</summary>
    public async Task<SampleOutcome> RunWithInputAsync(string input, params string[] arguments)
    {
        await PutDatabaseAsync();
        if (IsShared)
        {
            return await SampleNode.RunAsync(_directory.FullName, input, arguments);
        }

        await using var run = Start(arguments);
        await run.WriteInputAsync(input);
        return await run.EndAsync();
    }

    /// <summary>Reads or changes a database of the sample past the sample; gives the first column.</summary>
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

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task<byte[]> MakeEmptyDatabaseAsync()
    {
        using var sample = new SampleProgram();
        (await sample.RunAsync("list")).AssertSucceeded();
        return await File.ReadAllBytesAsync(sample.PathOf(Database), CancellationToken.None);
    }

    private async Task PutDatabaseAsync()
    {
        if (HasDatabase && !File.Exists(PathOf(Database)))
        {
            await File.WriteAllBytesAsync(PathOf(Database), await _emptyDatabase.Value, TestContext.Current.CancellationToken);
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Reflection;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tool;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Runs command lines of the tool in this process, on a database in a directory that is deleted afterwards.</summary>
internal sealed class ToolRun : IDisposable
{
    private static readonly Lazy<Task<byte[]>> _empty = new(MakeEmptyAsync);

    private readonly TemporaryDirectory _directory = new();

    public ToolRun() => Database = PathOf("bot.db");

    /// <summary>Gets the assembly of the sample, as a bot whose settings the tool can load.</summary>
    public static string BotAssembly { get; } = Path.GetFullPath(
        typeof(ToolRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SampleProgram").Value!, AppContext.BaseDirectory);

    public string Database { get; }

    public string PathOf(string file) => _directory.File(file);

    /// <summary>Copies an empty database into the directory; it is created once for all tests.</summary>
    public async Task<ToolRun> WithDatabaseAsync()
    {
        await File.WriteAllBytesAsync(Database, await _empty.Value, CancellationToken.None);
        return this;
    }

    /// <summary>Runs a command line on the database; <c>--database</c> or <c>--postgres</c> in it names another.</summary>
    public async Task<ToolOutcome> RunAsync(params string[] words)
        => await RunAsIsAsync(words.Contains("--database") || words.Contains("--postgres") ? words : [.. words, "--database", Database]);

    /// <summary>Starts a command line that runs until it is cancelled; its output goes to a writer.</summary>
    public Task<int> GoOnAsync(TextWriter output, CancellationToken cancellationToken, params string[] words)
        => GuildConfigTool.RunAsync([.. words, "--database", Database], new InvocationConfiguration { Output = output, Error = output }, cancellationToken);

    /// <summary>Runs a command line.</summary>
    public static async Task<ToolOutcome> RunAsIsAsync(params string[] words)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using var error = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = await GuildConfigTool.RunAsync(words, new InvocationConfiguration { Output = output, Error = error });
        return new ToolOutcome(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Reads or changes a database without the tool; returns the first column.</summary>
    public List<string> Query(string sql, string? database = null)
    {
        using var connection = SqliteFile.Open(database ?? Database);
        return connection.Query(sql, row => row.GetString(0));
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<byte[]> MakeEmptyAsync()
    {
        using var tool = new ToolRun();
        (await tool.RunAsync("init")).AssertSucceeded();
        return await File.ReadAllBytesAsync(tool.Database, CancellationToken.None);
    }
}

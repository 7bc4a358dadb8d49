using System.Diagnostics;
using System.Reflection;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>A command line of the tool in a separate process, for signals, pipes and terminals.</summary>
internal static class ToolProcess
{
    private static readonly string _program = Path.GetFullPath(
        typeof(ToolProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Tool").Value!, AppContext.BaseDirectory);

    public static RunningProgram Start(params IEnumerable<string> words) => RunningProgram.Start(DotnetProgram.StartInfo([_program, .. words]));

    public static async Task<ToolOutcome> RunAsync(string input, params IEnumerable<string> words)
        => ToolOutcome.Of(await RunningProgram.RunAsync(DotnetProgram.StartInfo([_program, .. words]), input));

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

        return ToolOutcome.Of(await RunningProgram.RunAsync(start, keys));
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.Text.Json;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>The outcome of one command line of the tool.</summary>
internal sealed record ToolOutcome(int ExitCode, string Output, string Error)
{
    public static ToolOutcome Of(ProgramOutcome run) => new(run.ExitCode, run.Output, run.Error);

    public IReadOnlyList<string> Lines => LinesOf(Output);

    public IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray();

    public ToolOutcome AssertSucceeded()
    {
        Assert.True(ExitCode == 0, $"{ExitCode}: {Error}{Output}");
        return this;
    }

    /// <summary>Asserts that there is no output, and returns the one line with the reason.</summary>
    public string AssertFailed(int exitCode = 1)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        return Assert.Single(LinesOf(Error));
    }
}

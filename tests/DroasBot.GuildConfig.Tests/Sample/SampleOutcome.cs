using DroasBot.GuildConfig.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>The outcome of one run of the sample.</summary>
internal sealed record SampleOutcome(int ExitCode, string Output, string Error)
{
    public static SampleOutcome Of(ProgramOutcome run) => new(run.ExitCode, run.Output, run.Error);

    /// <summary>Asserts that nothing went wrong.</summary>
    public SampleOutcome AssertSucceeded()
    {
        Assert.Empty(Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>Asserts that it did not start, and returns the one line with the reason.</summary>
    public string AssertFailed(int exitCode)
    {
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Output);
        return line;
    }
}

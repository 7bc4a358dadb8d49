using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Asserts how a run of the sample ended.</summary>
internal static class SampleAsserts
{
    /// <summary>Asserts that nothing went wrong.</summary>
    public static ProgramOutcome AssertSucceeded(this ProgramOutcome run)
    {
        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        return run;
    }

    /// <summary>Asserts that it failed to start, and returns the one line with the reason.</summary>
    public static string AssertFailed(this ProgramOutcome run, int exitCode)
    {
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        return line;
    }
}

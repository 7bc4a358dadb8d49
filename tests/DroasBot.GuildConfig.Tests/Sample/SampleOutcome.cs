using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>What one run of the sample left behind.</summary>
internal sealed record SampleOutcome(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public SampleOutcome AssertSucceeded()
    {
        Assert.Empty(Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>Asserts that nothing was done, and gives the one line that says why.</summary>
    public string AssertFailed(int exitCode = 1)
    {
        var line = Assert.Single(ErrorLines);
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Output);
        return line;
    }
}

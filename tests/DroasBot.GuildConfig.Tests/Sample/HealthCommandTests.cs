using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

public sealed class HealthCommandTests : IDisposable
{
    private const string Database = "guild-config-sample.db";

    private readonly SampleProgram _sample = new() { SharesProcess = true };

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Health_DatabaseThatCanBeRead_ShowsTheAnswerAndItsData()
    {
        var outcome = await _sample.RunAsync("health");

        // A start that took long, on a busy machine, counts as time in which other processes were not followed.
        var isHealthy = outcome.OutputLines[0].StartsWith("Healthy", StringComparison.Ordinal);
        Assert.True(isHealthy || outcome.OutputLines[0].StartsWith("Degraded: Changes of other processes", StringComparison.Ordinal), outcome.Output);
        Assert.Equal(isHealthy ? 0 : 1, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Contains(outcome.OutputLines, line => line.StartsWith("engine ", StringComparison.Ordinal) && line.Contains("SQLite 3.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_DatabaseThatIsADirectory_FailsWithOneLine()
    {
        Directory.CreateDirectory(_sample.PathOf(Database));

        Assert.Contains("is a directory", (await _sample.RunAsync("health")).AssertFailed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthWatch_DatabaseTakenAwayAndGivenBack_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not rename an open file.");
        (await _sample.RunAsync("set-channel", "1034567890123456789", "11")).AssertSucceeded();
        await using var watch = _sample.Start("health", "--watch");
        await watch.ReadUntilAsync(line => line.Contains("reads 1 guilds", StringComparison.Ordinal));
        await watch.ReadUntilAsync(line => line.Contains(" s  Healthy", StringComparison.Ordinal));

        File.Move(_sample.PathOf(Database), _sample.PathOf("away.db"));
        var unplugged = await watch.ReadUntilAsync(line => line.Contains(" s  Unhealthy", StringComparison.Ordinal));
        File.Move(_sample.PathOf("away.db"), _sample.PathOf(Database));
        var plugged = await watch.ReadUntilAsync(line => line.Contains(" s  Healthy", StringComparison.Ordinal));

        Assert.Contains(Database, unplugged, StringComparison.Ordinal);
        Assert.EndsWith("answered, 0 failed)", plugged, StringComparison.Ordinal);
        await watch.AskToStopAsync();
        (await watch.EndAsync()).AssertSucceeded();
    }
}

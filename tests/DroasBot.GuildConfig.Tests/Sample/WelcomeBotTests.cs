using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>The sample is what a newcomer runs first, so it is run here in the same way.</summary>
public sealed class WelcomeBotTests : IDisposable
{
    private const string Secret = "hush-hush";

    /// <summary>Created once for all tests.</summary>
    private static readonly Lazy<Task<string>> _firstRun = new(RunOnNewDatabaseAsync);

    private readonly SampleProgram _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Run_NewDatabase_SimulatesADayAndPrintsTheFiguresInPlainText()
    {
        var output = await _firstRun.Value;

        Assert.Contains("First run", output, StringComparison.Ordinal);
        Assert.Contains("Seeded 200 guilds", output, StringComparison.Ordinal);
        Assert.Matches(@"ready, in 199 guilds\n.* 1 left and 0 returned\n", output);
        Assert.Matches(@"Grace joins\n +to channel \d+: @Grace Welcome! \(with a picture of 99 bytes\)\n", output);
        Assert.Matches(@"set moderation.action \(autocomplete\)\n +Mute, Kick, Ban *\n", output);
        Assert.Matches(@"set moderation.warnLimit 500\n +The field Warnings must be between 1 and 100\.\n", output);
        Assert.Matches(@"is unavailable\n +a Discord outage, so nothing is done\n", output);
        Assert.Matches(@"has invited the bot\n +has its configuration, at revision \d+\n", output);
        Assert.Matches(@"\nguilds +201 *\n", output);
        Assert.Matches(@"\nhit rate +(100|99)\.\d\d % *\n", output);
        Assert.Matches(@"\nmemory +\d+\.\d MB of 100 MB *\n", output);
        Assert.Matches(@"\nreads per second +[1-9]", output);
        Assert.Matches(@"\nchange, median +\d+\.\d ms", output);
        Assert.Matches(@"\n +read p50 +\W+[\d,]+ ns", output);
        Assert.Matches(@"\nread p99\.9 +\W+[\d,]+ ns", output);
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain('\r', output);
    }

    [Fact]
    public async Task Run_WhileTheDatabaseCannotBeWritten_ContinuesFromMemoryAndStoresAfterwards()
    {
        var output = await _firstRun.Value;

        Assert.Matches(@"locks the database\n.*\n.* (/welcome channel \d+)\n +That cannot be stored at the moment, and nothing was changed\. (.*\n)+.* \1\n +Done, revision \d+\.\n", output);
        Assert.Matches(@"Alan joins\n +to channel \d+: @Alan Welcome!", output);
    }

    [Fact]
    public async Task Run_AfterAnInterruptedRun_ShowsWhatSurvived()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");

        await using var first = _sample.Start("--guilds", "100", "--seconds", "20");
        var command = await first.ReadUntilAsync(line => line.Contains("/welcome channel", StringComparison.Ordinal));
        await first.AskToStopAsync();
        var interrupted = (await first.EndAsync()).AssertSucceeded();
        await using var second = _sample.Start("--guilds", "100", "--seconds", "20");
        var survived = await second.ReadUntilAsync(line => line.StartsWith("Survived", StringComparison.Ordinal));
        await second.ReadUntilAsync(line => line.Contains("ready, in 99 guilds", StringComparison.Ordinal));
        await second.AskToStopAsync();
        var again = (await second.EndAsync()).AssertSucceeded();

        Assert.Contains("Interrupted.", interrupted.Output, StringComparison.Ordinal);
        Assert.Contains("reads per second", interrupted.Output, StringComparison.Ordinal);
        Assert.Matches($@"^Survived from the last run: 100 guilds; guild \d+ with channel {command.Split(' ')[^1]}, revision \d+, ", survived);
        Assert.DoesNotContain("Seeded", again.Output, StringComparison.Ordinal);
        Assert.Contains("1 left and 1 returned", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InterruptedWhileItSeeds_StopsCleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");

        await using var run = _sample.Start("--guilds", "1000000");
        await run.ReadUntilAsync(line => line.StartsWith("Seeding 1,000,000 guilds", StringComparison.Ordinal));
        await run.AskToStopAsync();

        Assert.Contains("Interrupted. What is stored stays", (await run.EndAsync()).AssertSucceeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownArguments_FailsWithOneLineThatListsTheOptions()
    {
        var line = (await _sample.RunAsync("--postgres", "Host=db;Database=bot", $"pwd = {Secret}")).AssertFailed(exitCode: 2);

        Assert.StartsWith("Options: --database FILE or --postgres CONNECTION, --guilds NUMBER", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The connection string names no Database", $"Host=db;Username=bot;Password={Secret}")]
    [InlineData("The connection string is not a PostgreSQL connection string", $"Host=db;Database=bot;Password=hush;{Secret}=1")]
    public async Task Run_UnusableConnectionString_FailsWithOneLineThatShowsNoPassword(string expected, string connectionString)
    {
        var line = (await _sample.RunAsync("--postgres", connectionString)).AssertFailed(exitCode: 1);

        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileThatIsNotADatabase_FailsWithOneLineAndLeavesItAlone()
    {
        const string text = "This is a letter, and a long one at that, but by no means a database of SQLite.";
        await File.WriteAllTextAsync(_sample.PathOf("letter.db"), text, TestContext.Current.CancellationToken);

        var line = (await _sample.RunAsync("--database", "letter.db")).AssertFailed(exitCode: 1);

        Assert.Contains("letter.db", line, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_sample.PathOf("letter.db"), TestContext.Current.CancellationToken));
    }

    private static async Task<string> RunOnNewDatabaseAsync()
    {
        using var sample = new SampleProgram();
        return (await sample.RunAsync("--guilds", "200", "--seconds=1")).AssertSucceeded().Output.ReplaceLineEndings("\n");
    }
}

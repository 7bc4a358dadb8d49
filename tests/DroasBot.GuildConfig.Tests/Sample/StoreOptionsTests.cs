using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

public sealed class StoreOptionsTests : IDisposable
{
    private const string Secret = "hush-hush";

    private readonly SampleProgram _sample = new() { SharesProcess = true };

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("--database and --postgres exclude each other", 2, "--postgres", $"Host=db;Database=bot;Password={Secret}", "--database", "bot.db")]
    [InlineData("--postgres needs a connection string.", 2, "--postgres", " ")]
    [InlineData("The database '/nowhere/bot' cannot be reached", 1, "list", "--postgres", $"Host=/nowhere;Database=bot;Username=bot;Password={Secret}")]
    [InlineData("The connection string names no Database", 1, "watch", "--postgres", $"Host=db;Username=bot;Password={Secret}")]
    [InlineData("The connection string is not one of PostgreSQL", 1, "health", "--postgres", $"Host=db;Database=bot;Password=hush;{Secret}=1")]
    [InlineData("Unrecognized command or argument '--postgre'.", 2, "--postgre", $"Host=db;Database=bot;Password={Secret}")]
    [InlineData("Unrecognized command or argument 'pwd=...", 2, "--postgres", "Host=db;Database=bot", $"pwd = {Secret}")]
    public async Task Postgres_CannotBeUsed_FailsWithOneLineThatShowsNoPassword(string expected, int exitCode, params string[] words)
    {
        var line = (await _sample.RunAsync(words)).AssertFailed(exitCode);

        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_OnTheCommandLineOfAnyCommand_IsUsed()
    {
        (await _sample.RunAsync("--database", "before.db", "set-channel", "1", "11")).AssertSucceeded();

        Assert.Contains("channel     11", (await _sample.RunAsync("show", "1", "--database", "before.db")).AssertSucceeded().OutputLines);
        Assert.False(File.Exists(_sample.PathOf("guild-config-sample.db")));
    }
}

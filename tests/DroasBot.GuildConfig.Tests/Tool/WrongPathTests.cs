using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>F-41: no command but <c>init</c> creates or migrates a database.</summary>
public sealed class WrongPathTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public static TheoryData<string> Commands =>
    [
        "where", "show 1", "list", "grep 1", "set-channel 1 2", "set-background 1 a.png image/png", "clear-background 1", "settings 1", "schema", "delete 1",
        "history 1", "undo 1 1", "restore 1 1", "watch", "health", "health --watch", "stats", "refresh", "verify", "backup copy.db", "diff copy.db", "export", "import -",
        "prune --older-than 1d --yes", "departed", "erase guild 1 --yes", "erase user 1 --yes",
    ];

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task AnyCommand_NoDatabase_ReportsItAndCreatesNothing(string words)
    {
        var error = (await _tool.RunAsync(words.Split(' '))).AssertFailed(exitCode: 2);

        Assert.StartsWith($"There is no database '{_tool.Database}'. That directory has no files. The current directory is '", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_tool.Database)!));
    }

    [Fact]
    public async Task AnyCommand_OtherFilesNearby_AreNamed()
    {
        foreach (var name in new[] { "a.txt", "bots.db", "bots.db-wal" })
        {
            await File.WriteAllTextAsync(_tool.PathOf(name), "", TestContext.Current.CancellationToken);
        }

        Assert.Contains("That directory has bots.db, a.txt. ", (await _tool.RunAsync("list")).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("There is no directory '", (await _tool.RunAsync("list", "--database", _tool.PathOf("no/bot.db"))).AssertFailed(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CREATE TABLE mine (id INTEGER)")]
    public async Task AnyCommand_DatabaseWithoutTheLibrarysTables_NeedsInit(string sql)
    {
        _tool.Query(sql.Length > 0 ? sql : "PRAGMA user_version = 1");

        var error = (await _tool.RunAsync("list")).AssertFailed(exitCode: 2);

        Assert.Contains("run 'guild-config init'", error, StringComparison.Ordinal);
        Assert.Equal(["0"], _tool.Query("SELECT count(*) FROM sqlite_master WHERE name LIKE 'guild%'"));
        Assert.StartsWith("Created the database", (await _tool.RunAsync("init")).AssertSucceeded().Output, StringComparison.Ordinal);
        Assert.StartsWith("Unchanged", (await _tool.RunAsync("init")).AssertSucceeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_FileThatIsNotADatabase_IsUnchanged()
    {
        const string text = "This is a letter, and a long one at that, but by no means a database of SQLite.";
        await File.WriteAllTextAsync(_tool.Database, text, TestContext.Current.CancellationToken);

        Assert.Contains(_tool.Database, (await _tool.RunAsync("list")).AssertFailed(), StringComparison.Ordinal);
        Assert.Contains(_tool.Database, (await _tool.RunAsync("init")).AssertFailed(), StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_tool.Database, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("~/bot.db", "begins with '~'")]
    [InlineData(".", "is a directory")]
    [InlineData(":memory:", "must name a database file")]
    public async Task AnyCommand_NameThatIsNotAFile_IsRefused(string name, string expected)
        => Assert.Contains(expected, (await _tool.RunAsync("list", "--database", name)).AssertFailed(exitCode: 2), StringComparison.Ordinal);
}

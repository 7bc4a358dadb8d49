using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Tests.Tool;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Tool;

/// <summary>The tool with <c>--postgres</c>.</summary>
public sealed class ToolTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Guild = "1034567890123456789";

    private readonly ToolRun _tool = new();
    private readonly string _database = "tool_" + Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ConnectionString => server.ConnectionString(_database);

    public ValueTask InitializeAsync()
    {
        _ = server.SocketPath;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _tool.Dispose();
        await server.DropAsync(_database);
    }

    [Fact]
    public async Task AnyCommand_NoDatabase_CreatesNoneBeforeInit()
    {
        var list = await RunAsync("list");
        var where = await RunAsync("where");
        var init = await RunAsync("init");
        var again = await RunAsync("init");

        Assert.Contains("run 'guild-config init'", list.AssertFailed(exitCode: 2), StringComparison.Ordinal);
        Assert.StartsWith("There is no database '", where.AssertFailed(exitCode: 2), StringComparison.Ordinal);
        Assert.StartsWith("Created the database", init.AssertSucceeded().Output, StringComparison.Ordinal);
        Assert.StartsWith("Unchanged", again.AssertSucceeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OfAllKinds_UseTheServer()
    {
        await SucceedAsync("init");
        await SucceedAsync("set-channel", Guild, "11");
        await SucceedAsync("settings", Guild, "welcome.card", """{"color":255}""");
        await SucceedAsync("delete", Guild);

        var restored = await SucceedAsync("restore", Guild, "2");
        var history = await SucceedAsync("history", Guild, "--json");
        var where = await SucceedAsync("where");
        var backup = await RunAsync("backup", _tool.PathOf("copy.db"));
        var restore = await RunAsync("restore-database", typeof(ToolTests).Assembly.Location, "--yes");

        Assert.Equal([$"Guild {Guild}, revision 4:", "  welcomeChannelId: none -> 11", "  welcome: null -> {\"card\":{\"color\":255}}"], restored.Lines);
        Assert.Equal(4, history.Json.Count);
        Assert.Contains("revision  4", where.Lines);
        Assert.StartsWith("engine    PostgreSQL ", where.Lines[1], StringComparison.Ordinal);
        Assert.Matches("^size      [0-9,]+ bytes$", where.Lines[5]);
        Assert.Contains("pg_dump", backup.AssertFailed(), StringComparison.Ordinal);
        Assert.Contains("pg_restore", Assert.Single(restore.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        await SucceedAsync("verify");
    }

    [Fact]
    public async Task Where_BotOnTheServer_NamesIt()
    {
        await SucceedAsync("init");
        await using var bot = new NpgsqlConnection(ConnectionString + ";Application Name=a-welcome-bot");
        await bot.OpenAsync(Token);

        var user = Assert.Single((await SucceedAsync("where", "--json")).Json[0].GetProperty("users").EnumerateArray(), user => user.GetProperty("program").GetString() == "a-welcome-bot");

        Assert.Equal(bot.ProcessID, user.GetProperty("processId").GetInt32());
        Assert.Contains((await SucceedAsync("where")).Lines, line => line.Contains($"a-welcome-bot, process {bot.ProcessID}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Move_ThereAndBack_PreservesGuildsAndHistory()
    {
        await _tool.WithDatabaseAsync();
        foreach (var channel in new[] { "11", "18446744073709551615", "13" })
        {
            (await _tool.RunAsync("set-channel", Guild, channel, "--actor", "7", "--reason", "a new hall")).AssertSucceeded();
        }

        (await _tool.RunAsync("settings", "18446744073709551615", "zz.ü", "🎉")).AssertSucceeded();
        var back = _tool.PathOf("back.db");

        (await ToolRun.RunAsIsAsync("move", "--from", _tool.Database, "--to", ConnectionString)).AssertSucceeded();
        var full = await ToolRun.RunAsIsAsync("move", "--from", _tool.Database, "--to", ConnectionString);
        (await ToolRun.RunAsIsAsync("move", "--from", ConnectionString, "--to", back)).AssertSucceeded();

        Assert.Contains("is not empty: it has", full.AssertFailed(), StringComparison.Ordinal);
        var exported = (await _tool.RunAsync("export")).AssertSucceeded().Output;
        var history = (await _tool.RunAsync("history", Guild, "--json")).AssertSucceeded().Output;
        Assert.Equal(exported, (await SucceedAsync("export")).Output);
        Assert.Equal(history, (await SucceedAsync("history", Guild, "--json")).Output);
        Assert.Equal(exported, (await _tool.RunAsync("export", "--database", back)).Output);
        Assert.Equal(history, (await _tool.RunAsync("history", Guild, "--json", "--database", back)).Output);
        await SucceedAsync("verify");
    }

    [Fact]
    public async Task Import_GuildsFromAFile_AreExportedUnchanged()
    {
        await _tool.WithDatabaseAsync();
        var lines = Enumerable.Range(1, 250).Select(guild => $"{{\"guildId\":\"{guild}\",\"welcomeChannelId\":\"{ulong.MaxValue}\",\"settings\":{{\"zz\":{{\"n\":1.50e0}}}}}}\n");
        await File.WriteAllTextAsync(_tool.PathOf("guilds.jsonl"), string.Concat(lines), Token);
        await SucceedAsync("init");

        var imported = await SucceedAsync("import", _tool.PathOf("guilds.jsonl"), "--yes");
        var again = await SucceedAsync("import", _tool.PathOf("guilds.jsonl"));

        Assert.Equal(["Imported: 250 created, 0 changed, 0 unchanged."], imported.Lines);
        Assert.Equal(["Unchanged: 0 created, 0 changed, 250 unchanged."], again.Lines);
        Assert.Equal(await File.ReadAllTextAsync(_tool.PathOf("guilds.jsonl"), Token), (await SucceedAsync("export")).Output);
        await SucceedAsync("diff", _tool.PathOf("guilds.jsonl"));
    }

    private Task<ToolOutcome> RunAsync(params string[] words) => _tool.RunAsync([.. words, "--postgres", ConnectionString]);

    private async Task<ToolOutcome> SucceedAsync(params string[] words) => (await RunAsync(words)).AssertSucceeded();
}

using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Tests.Sample;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Sample;

/// <summary>The sample with <c>--postgres</c>.</summary>
public sealed class SampleTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Guild = "1034567890123456789";

    private readonly SampleProgram _sample = new() { SharesProcess = true };
    private readonly string _database = "sample_" + Guid.NewGuid().ToString("N");

    private string ConnectionString => server.ConnectionString(_database);

    public ValueTask InitializeAsync()
    {
        _ = server.SocketPath;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _sample.Dispose();
        await server.ExecuteAsync($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
    }

    [Fact]
    public async Task Watch_ChangesOfAnotherProcess_AreShownAsTheyCome()
    {
        await using var watch = _sample.Start("watch", "--postgres", ConnectionString);
        Assert.StartsWith("Watching changes", await watch.ReadLineAsync(), StringComparison.Ordinal);

        (await RunAsync("set-channel", Guild, "18446744073709551615", "--actor", "7", "--reason", "a new hall")).AssertSucceeded();
        Assert.EndsWith(
            $"revision 1  Created  guild {Guild} by 7 \"a new hall\": channel none -> 18446744073709551615",
            await watch.ReadLineAsync(),
            StringComparison.Ordinal);

        (await RunAsync("settings", Guild, "moderation.logChannelId", "18446744073709551615")).AssertSucceeded();
        Assert.EndsWith($"revision 2  Updated  guild {Guild}: moderation.logChannelId null -> \"18446744073709551615\"", await watch.ReadLineAsync(), StringComparison.Ordinal);

        (await RunAsync("refresh", "--every-node")).AssertSucceeded();
        Assert.Contains("revision 3  Refreshed  all guilds: caches load again", await watch.ReadLineAsync(), StringComparison.Ordinal);

        await watch.AskToStopAsync();
        (await watch.EndAsync()).AssertSucceeded();
        Assert.False(File.Exists(_sample.PathOf("guild-config-sample.db")));
    }

    [Fact]
    public async Task Commands_OfAllKinds_UseTheServer()
    {
        (await RunAsync("set-channel", Guild, "11")).AssertSucceeded();
        (await RunAsync("settings", Guild, "welcome.card.color", "255")).AssertSucceeded();
        (await RunAsync("delete", Guild)).AssertSucceeded();

        var restored = (await RunAsync("restore", Guild, "2")).AssertSucceeded();
        // Before the bot runs: its administrators may well pick this guild too.
        var history = (await RunAsync("history", Guild)).AssertSucceeded();
        var bot = (await RunAsync("--guilds", "100", "--seconds", "1")).AssertSucceeded();
        var health = await RunAsync("health");

        Assert.Contains("channel     11", restored.OutputLines);
        Assert.Contains("settings    welcome", restored.OutputLines);
        Assert.Equal(4, history.OutputLines.Count);
        Assert.StartsWith("A welcome bot without a gateway; its configuration is in PostgreSQL.", bot.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains(health.OutputLines, line => line.StartsWith("engine ", StringComparison.Ordinal) && line.Contains("PostgreSQL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetBackground_FileInTheCurrentDirectory_IsChecked()
    {
        Directory.CreateDirectory(_sample.PathOf("backgrounds"));
        await File.WriteAllTextAsync(_sample.PathOf("backgrounds/hall.png"), "no image", TestContext.Current.CancellationToken);

        Assert.Contains("hall.png", (await RunAsync("set-background", Guild, "hall.png", "image/png")).AssertFailed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GuildsOfAFile_AreExportedAsTheyWere()
    {
        (await _sample.RunAsync("--guilds", "500", "--seconds", "1")).AssertSucceeded();
        (await _sample.RunAsync("set-channel", "18446744073709551615", "18446744073709551614")).AssertSucceeded();
        (await _sample.RunAsync("export", "guilds.jsonl")).AssertSucceeded();

        var imported = await RunAsync("import", "guilds.jsonl");
        var again = await RunAsync("import", "guilds.jsonl");

        Assert.EndsWith(" created, 0 changed, 0 unchanged.", Assert.Single(imported.AssertSucceeded().OutputLines), StringComparison.Ordinal);
        Assert.StartsWith("Imported: 0 created, 0 changed, 5", Assert.Single(again.AssertSucceeded().OutputLines), StringComparison.Ordinal);
        (await RunAsync("export", "again.jsonl")).AssertSucceeded();
        string[] files = ["again.jsonl", .. Directory.GetFiles(_sample.PathOf("again.jsonl.images")).Select(image => Path.Combine("again.jsonl.images", Path.GetFileName(image)))];
        Assert.Equal(5, files.Length);
        foreach (var file in files)
        {
            Assert.Equal(await File.ReadAllBytesAsync(_sample.PathOf(file.Replace("again", "guilds", StringComparison.Ordinal)), Token), await File.ReadAllBytesAsync(_sample.PathOf(file), Token));
        }

        Assert.Equal("No problems found.", Assert.Single((await RunAsync("verify")).AssertSucceeded().OutputLines));
    }

    [Fact]
    public async Task Backup_OfTheServer_IsRefusedWithOneLine()
        => Assert.Contains("pg_dump", (await RunAsync("backup", "copy.db")).AssertFailed(), StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<SampleOutcome> RunAsync(params string[] words) => _sample.RunAsync([.. words, "--postgres", ConnectionString]);
}

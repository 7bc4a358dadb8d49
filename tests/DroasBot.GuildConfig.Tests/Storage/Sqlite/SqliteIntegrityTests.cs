using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Problems found by the engine itself; damaged files are covered by the fault tests.</summary>
public sealed class SqliteIntegrityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task VerifyAsync_DanglingReference_IsFoundByTheEngine()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(7, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.ExecuteAsync("PRAGMA foreign_keys = off; UPDATE guild_config SET background_ref = '00000000-0000-0000-0000-000000000001'");

        var problems = await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token);

        Assert.StartsWith("Row 7 of guild_config refers to a missing row of background_asset", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_IndexThatLacksARow_IsFoundByTheEngine()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(7, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        var index = await host.ScalarAsync<string>("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'guild_config_change' AND sql IS NOT NULL");
        await host.ExecuteAsync($"""
            PRAGMA writable_schema = on;
            UPDATE sqlite_master SET sql = sql || ' WHERE 1 = 0' WHERE name = '{index}';
            PRAGMA writable_schema = reset;
            REINDEX {index};
            PRAGMA writable_schema = on;
            UPDATE sqlite_master SET sql = replace(sql, ' WHERE 1 = 0', '') WHERE name = '{index}';
            PRAGMA writable_schema = reset
            """);

        var problems = await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token);

        Assert.StartsWith($"SQLite finds the file damaged: wrong # of entries in index {index}", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DanglingReferenceOfATableWithoutRowids_IsReported()
        => Assert.Equal(["Row without a rowid of child refers to a missing row of parent."], Find(
            SqliteIntegrity.Check,
            "PRAGMA foreign_keys = off; CREATE TABLE parent (id PRIMARY KEY); CREATE TABLE child (id PRIMARY KEY REFERENCES parent) WITHOUT ROWID; INSERT INTO child VALUES (1)"));

    [Fact]
    public void CheckStructure_DamagedPage_IsReportedInOneLine()
    {
        var problem = Assert.Single(Find(
            SqliteIntegrity.CheckStructure,
            SqliteFile.CreateNumbers(5_000),
            damagedPage: 3));

        Assert.Matches("^SQLite finds the file damaged: [*]{3} in database main [*]{3} [^ \\n]+ .*[0-9]", problem);
    }

    [Fact]
    public void CheckStructure_IntactFile_ReportsNothing() => Assert.Empty(Find(SqliteIntegrity.CheckStructure, "CREATE TABLE t (x)"));

    private static List<string> Find(Action<InterruptibleConnection, Action<string>> check, string sql, long damagedPage = 0)
    {
        using var directory = new TemporaryDirectory();
        SqliteFile.Execute(directory.Database, sql);
        if (damagedPage > 0)
        {
            SqliteFile.SpoilPage(directory.Database, damagedPage);
        }

        using var connection = new InterruptibleConnection($"Data Source={directory.Database};Pooling=false", new SqlitePragmas(TimeSpan.FromSeconds(5)), Token);
        var problems = new List<string>();
        check(connection, problems.Add);
        return problems;
    }
}

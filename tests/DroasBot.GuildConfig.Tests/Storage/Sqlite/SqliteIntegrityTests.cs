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
}

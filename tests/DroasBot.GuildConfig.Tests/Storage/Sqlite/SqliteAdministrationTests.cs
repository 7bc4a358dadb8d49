using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteAdministrationTests
{
    [Fact]
    public async Task MigrateAsync_NewFile_IsInWalModeAndCanBeCompacted()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal("wal", await host.ScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(2L, await host.ScalarAsync<long>("PRAGMA auto_vacuum"));
        Assert.Equal(2L, await host.ScalarAsync<long>("PRAGMA synchronous"));
    }

    [Fact]
    public async Task LookAsync_FileTakenOutOfWalMode_IsSwitchedBack()
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        await host.ExecuteAsync("PRAGMA journal_mode = delete");

        await host.RestartAsync();

        Assert.Equal("wal", await host.ScalarAsync<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task LockForMigrationAsync_MissingDirectories_AreCreated()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + directory.File("a/b/bot.db"));

        Assert.True(File.Exists(directory.File("a/b/bot.db")));
    }
}

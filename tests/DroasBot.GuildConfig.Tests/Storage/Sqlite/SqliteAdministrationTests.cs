using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteAdministrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task LockForMigrationAsync_DirectoryCannotBeCreated_FailsClearly()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a", [1]);
        var file = directory.File("a/bot.db");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Of(file).LockForMigrationAsync(TimeSpan.Zero, Token));

        Assert.StartsWith($"The directory of the database '{file}' cannot be created: ", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    /// <summary>At a start, the file need not have been there before.</summary>
    [Fact]
    public async Task Start_FileIsNotThere_SaysToCheckThePath()
    {
        using var directory = new TemporaryDirectory();
        var administration = Of(directory.File("a/bot.db"));

        foreach (var operation in (Func<Task>[])[() => administration.EnterAsync(Token), () => administration.MigrateAsync("CREATE TABLE a (x)", Token)])
        {
            Assert.Contains("Check that the file exists at the path in the connection string", (await Assert.ThrowsAsync<GuildConfigStoreException>(operation)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MeasureAsync_DatabaseWithALog_IsTheSizeOfBoth()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        var (file, log) = (new FileInfo(host.DatabasePath).Length, new FileInfo(host.DatabasePath + "-wal").Length);

        Assert.NotEqual(0, log);
        Assert.Equal(file + log, await Of(host.DatabasePath).MeasureAsync(Token));
    }

    [Theory]
    [InlineData(true, "", true)]
    [InlineData(false, "", false)]
    [InlineData(true, ";Mode=ReadWrite", false)]
    [InlineData(false, ";Mode=ReadWrite", false)]
    public void MayCreate_OptionAndMode_BothHaveToAllowIt(bool option, string mode, bool expected)
        => Assert.Equal(expected, new SqliteAdministration(Options.Create(new GuildConfigOptions { CreateIfMissing = option, ConnectionString = "Data Source=bot.db" + mode })).MayCreate);

    private static SqliteAdministration Of(string file) => new(Options.Create(new GuildConfigOptions { ConnectionString = "Data Source=" + file }));
}

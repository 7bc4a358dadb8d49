using System.Data.Common;
using System.Globalization;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_NewFile_IsInWalModeAndCanBeCompacted()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal("wal", await host.ScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(2L, await host.ScalarAsync<long>("PRAGMA auto_vacuum"));
        Assert.Equal(2L, await host.ScalarAsync<long>("PRAGMA synchronous"));
    }

    [Fact]
    public async Task CreateAsync_FileThatWasTakenOutOfWalMode_IsBroughtBack()
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        await host.ExecuteAsync("PRAGMA journal_mode = delete");

        await host.RestartAsync();

        Assert.Equal("wal", await host.ScalarAsync<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task CreateAsync_MissingDirectories_AreMade()
    {
        using var directory = new TestDirectory();
        await using var host = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + directory.File("a/b/bot.db"));

        Assert.True(File.Exists(directory.File("a/b/bot.db")));
    }

    [Fact]
    public async Task ReaderConnection_EachTimeItIsOpened_WaitsInTheEngineAndNeverCheckpoints()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);
            await context.Database.OpenConnectionAsync(Token);
            var connection = context.Database.GetDbConnection();

            Assert.Equal(1050, await PragmaAsync(connection, "busy_timeout"));
            Assert.Equal(0, await PragmaAsync(connection, "wal_autocheckpoint"));
            Assert.Equal(2, await PragmaAsync(connection, "synchronous"));
            Assert.Equal(1, await PragmaAsync(connection, "foreign_keys"));
        }
    }

    [Fact]
    public async Task ReaderConnection_OpenedSynchronously_IsSetUpToo()
    {
        await using var host = await TestHost.StartAsync();
        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);
#pragma warning disable CA1849, xUnit1051 // The synchronous way is what is tested.
        context.Database.OpenConnection();
#pragma warning restore CA1849, xUnit1051

        Assert.Equal(0, await PragmaAsync(context.Database.GetDbConnection(), "wal_autocheckpoint"));
    }

    [Fact]
    public async Task WriterConnection_Configured_IsDurableAndCheckpoints()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Get<IGuildConfigDatabase>();
        await using var connection = database.CreateWriterConnection();
        await connection.OpenAsync(Token);
        await database.ConfigureWriterAsync(connection, Token);

        Assert.Equal(1050, await PragmaAsync(connection, "busy_timeout"));
        Assert.Equal(1000, await PragmaAsync(connection, "wal_autocheckpoint"));
        Assert.Equal(2, await PragmaAsync(connection, "synchronous"));
        Assert.Equal(1, await PragmaAsync(connection, "foreign_keys"));
    }

    [Fact]
    public async Task BusyTimeout_ShortTransactionTimeout_IsNoLonger()
    {
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(200));
        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);
        await context.Database.OpenConnectionAsync(Token);

        Assert.Equal(200, await PragmaAsync(context.Database.GetDbConnection(), "busy_timeout"));
    }

    [Fact]
    public async Task DisposeAsync_OfTheProvider_LetsTheFileGo()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await host.Service.ListAsync(Token).CountAsync(Token);

        await host.StopAsync();

        // The last connection that closes removes these; so none was left open.
        Assert.False(File.Exists(host.DatabasePath + "-wal"));
        Assert.False(File.Exists(host.DatabasePath + "-shm"));
    }

    private static async Task<long> PragmaAsync(DbConnection connection, string name)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + name;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture);
    }
}

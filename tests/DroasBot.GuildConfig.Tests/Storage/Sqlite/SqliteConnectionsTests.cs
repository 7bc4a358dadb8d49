using System.Globalization;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteConnectionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenReaderAsync_EachTime_WaitsInTheEngineAndNeverCheckpoints()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var reader = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);

            Assert.Equal(1050, await PragmaAsync(reader, "busy_timeout"));
            Assert.Equal(0, await PragmaAsync(reader, "wal_autocheckpoint"));
            Assert.Equal(2, await PragmaAsync(reader, "synchronous"));
            Assert.Equal(1, await PragmaAsync(reader, "foreign_keys"));
        }
    }

    [Fact]
    public async Task OpenWriterAsync_Session_IsDurableAndNeverCheckpointsInACommit()
    {
        await using var host = await TestHost.StartAsync();
        using var writer = await host.Get<IDatabaseConnections>().OpenWriterAsync(Token);

        Assert.Equal(1050, await PragmaAsync(writer, "busy_timeout"));
        Assert.Equal(0, await PragmaAsync(writer, "wal_autocheckpoint"));
        Assert.Equal(2, await PragmaAsync(writer, "synchronous"));
        Assert.Equal(1, await PragmaAsync(writer, "foreign_keys"));
    }

    [Fact]
    public async Task OpenReaderAsync_ShortTransactionTimeout_WaitsNoLonger()
    {
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(200));
        using var reader = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);

        Assert.Equal(200, await PragmaAsync(reader, "busy_timeout"));
    }

    [Fact]
    public async Task DisposeAsync_Provider_ReleasesTheFile()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await host.Service.ListAsync(Token).CountAsync(Token);

        await host.StopAsync();

        // The last connection removes these when it closes, so none is still open.
        Assert.False(File.Exists(host.DatabasePath + "-wal"));
        Assert.False(File.Exists(host.DatabasePath + "-shm"));
    }

    private static async Task<long> PragmaAsync(DatabaseSession session, string name)
        => Convert.ToInt64(await session.Connection.ScalarAsync<object>("PRAGMA " + name, Token), CultureInfo.InvariantCulture);
}

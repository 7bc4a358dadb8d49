using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class LogCheckpointerTests
{
    private const ulong Guild = 1;

    /// <summary>More than a transaction of one change adds, and far less than the length at which the log is copied.</summary>
    private const int Few = 100;

    private int _writes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Tend_LongLog_IsCopiedInTheBackgroundAndRestarted()
    {
        await using var host = await TestHost.StartAsync();
        using var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);
        await LengthenAsync(host, observer);

        await WriteAsync(host);
        await CopiedAsync(host);
        var afterCopy = Look(observer);

        Assert.InRange(afterCopy.Pages, LogCheckpointer.LongLog, int.MaxValue);
        Assert.InRange(afterCopy.Rest, 0, LogCheckpointer.LongLog / 2);
        await AssertBeginsAnewAsync(host, observer);
        Assert.Equal((ulong)_writes, (await host.Get<IGuildConfigService>().GetAsync(Guild, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task Tend_BlockedByAReader_IsRetriedAfterAsMuchGrowth()
    {
        await using var host = await TestHost.StartAsync();
        using var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);
        using (var reader = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token))
        {
            await ReadAsync(reader, "BEGIN; SELECT count(*) FROM guild_config");
            await LengthenAsync(host, observer);
            await WriteAsync(host);
            await CopiedAsync(host);
            await WriteAsync(host);
        }

        var stuck = Look(observer).Rest;
        await WriteAsync(host);
        await CopiedAsync(host);
        await WriteAsync(host);
        var untried = Look(observer).Rest;

        await LengthenAsync(host, observer, beyond: stuck);
        await WriteAsync(host);
        await CopiedAsync(host);

        Assert.InRange(stuck, LogCheckpointer.LongLog, int.MaxValue);
        Assert.InRange(untried, stuck + 1, int.MaxValue);
        await AssertBeginsAnewAsync(host, observer);
    }

    [Fact]
    public async Task Tend_ReaderGoneAndAnotherProcessHasCopied_CountsFromThere()
    {
        await using var host = await TestHost.StartAsync();
        using var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);
        using (var reader = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token))
        {
            await ReadAsync(reader, "BEGIN; SELECT count(*) FROM guild_config");
            await LengthenAsync(host, observer);
            await LengthenAsync(host, observer);
            await LengthenAsync(host, observer);
            await WriteAsync(host);
            await CopiedAsync(host);
            await WriteAsync(host);
        }

        await host.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
        await WriteAsync(host);
        await LengthenAsync(host, observer);
        await WriteAsync(host);
        await CopiedAsync(host);

        await AssertBeginsAnewAsync(host, observer);
    }

    [Fact]
    public async Task Tend_ShortReadDuringTheRestart_IsRetriedImmediately()
    {
        await using var host = await TestHost.StartAsync();
        using var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);
        await LengthenAsync(host, observer);
        await WriteAsync(host);
        await CopiedAsync(host);
        using (var reader = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token))
        {
            await ReadAsync(reader, "BEGIN; SELECT count(*) FROM guild_config");
            await WriteAsync(host);
            Assert.InRange(Look(observer).Pages, LogCheckpointer.LongLog, int.MaxValue);
        }

        await AssertBeginsAnewAsync(host, observer);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Tend_CopyingFails_IsLoggedOnceAndTheWriterCopies()
    {
        using var log = new EventRecorder();
        await using var host = await TestHost.StartAsync(services: services =>
        {
            services.AddLogging(logging => logging.AddProvider(log));
            services.AddSingleton(provider => new LogCheckpointer(new NoReaders(), provider.GetRequiredService<ILogger<LogCheckpointer>>()));
        });
        using var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token);
        for (var round = 0; round < 2; round++)
        {
            await LengthenAsync(host, observer);
            await WriteAsync(host);
            await CopiedAsync(host);

            await AssertBeginsAnewAsync(host, observer);
        }

        Assert.Equal(1, log.Count(8));
    }

    [Fact]
    public async Task DisposeAsync_ProviderWhileTheLogIsCopied_ReleasesTheFile()
    {
        await using var host = await TestHost.StartAsync();
        using (var observer = await host.Get<IDatabaseConnections>().OpenReaderAsync(Token))
        {
            await LengthenAsync(host, observer);
        }

        await WriteAsync(host);
        await host.StopAsync();

        // The last connection removes these when it closes, so none is still open.
        Assert.False(File.Exists(host.DatabasePath + "-wal"));
        Assert.False(File.Exists(host.DatabasePath + "-shm"));
    }

    private static WriteAheadLog Look(DatabaseSession session) => WriteAheadLog.Look((SqliteConnection)session.Connection);

    /// <summary>Waits until no copy is in progress, as the host does when it stops.</summary>
    private static async Task CopiedAsync(TestHost host) => await host.Get<LogCheckpointer>().DisposeAsync().AsTask().InTime();

    private static async Task ReadAsync(DatabaseSession session, string sql)
        => await session.Connection.ScalarAsync<object?>(sql, Token);

    /// <summary>Within a few transactions, since one that finds a reader at that instant leaves it to the next.</summary>
    private async Task AssertBeginsAnewAsync(TestHost host, DatabaseSession observer)
    {
        for (var transaction = 0; transaction < Few / 10 && Look(observer).Pages > Few; transaction++)
        {
            await WriteAsync(host);
        }

        Assert.InRange(Look(observer).Pages, 1, Few);
    }

    private async Task WriteAsync(TestHost host)
        => await host.Service.UpdateAsync(Guild, editor => editor.WelcomeChannelId = (ulong)Interlocked.Increment(ref _writes), cancellationToken: Token);

    /// <summary>Makes the log so long that the library's next transaction notices it. Written without the library, which would notice it itself.</summary>
    private static async Task LengthenAsync(TestHost host, DatabaseSession observer, int beyond = 0)
    {
        await host.ExecuteAsync($"""
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA synchronous = off;
            CREATE TABLE IF NOT EXISTS filler (content BLOB);
            DELETE FROM filler;
            INSERT INTO filler VALUES (zeroblob({LogCheckpointer.LongLog} * 4096));
            """);
        Assert.InRange(Look(observer).Rest - beyond, LogCheckpointer.LongLog, int.MaxValue);
    }

    private sealed class NoReaders : IDatabaseConnections
    {
        public string Name => throw new NotSupportedException();

        public string HomeDirectory => throw new NotSupportedException();

        public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Unforeseen.");

        public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IChangeSignal CreateChangeSignal(ILogger logger) => throw new NotSupportedException();
    }
}

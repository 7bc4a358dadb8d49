using System.Data;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Reading;

public sealed class ReaderPoolTests : IDisposable
{
    private static readonly Statement _one = new("SELECT @value", ("value", DbType.Int64));
    private static readonly Statement _wrong = new("SELECT * FROM of_nobody");

    private readonly TemporaryDirectory _directory = new();
    private readonly Connections _connections;
    private readonly ReaderPool _pool;

    public ReaderPoolTests()
    {
        var options = Options.Create(new GuildConfigOptions { ConnectionString = "Data Source=" + _directory.File("any.db") });
        SqliteFile.Open(_directory.File("any.db")).Dispose();
        _connections = new Connections(new SqliteConnections(options, NullLogger<SqliteConnections>.Instance));
        _pool = new ReaderPool(_connections, new SqliteDialect(options, new LogCheckpointer(_connections, NullLogger<LogCheckpointer>.Instance)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task ReadAsync_OneAfterAnother_UsesTheSameSession()
    {
        for (var value = 1L; value <= 20; value++)
        {
            Assert.Equal(value, await ReadAsync(value));
        }

        Assert.Equal(1, _connections.Opened);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task ReadAsync_Concurrent_OpensNoMoreSessionsThanTheLimit()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var reads = Enumerable.Range(1, 3 * ReaderPool.Size).Select(value => ReadAsync(value, held.Task)).ToList();
        await Deadlines.UntilAsync(() => _connections.Opened == ReaderPool.Size);
        held.SetResult();

        Assert.Equal(Enumerable.Range(1, 3 * ReaderPool.Size).Select(value => (long)value), await Task.WhenAll(reads).InTime());
        Assert.Equal(ReaderPool.Size, _connections.Opened);
    }

    /// <summary>As long as one is open, the replacement file cannot be opened; and there may be no reads for minutes.</summary>
    [Fact]
    public async Task CloseGone_FileReplaced_LetsTheWriterOpenTheNewOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace an open file.");
        await ReadAsync(1);
        _pool.CloseGone();
        await ReadAsync(2);
        Assert.Equal(1, _connections.Opened);
        File.Copy(_directory.File("any.db"), _directory.File("other.db"));
        File.Move(_directory.File("other.db"), _directory.File("any.db"), overwrite: true);

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _connections.OpenWriterAsync(Token));
        _pool.CloseGone();

        (await _connections.OpenWriterAsync(Token)).Dispose();
    }

    [Fact]
    public async Task ReadAsync_Failure_NamesTheDatabaseAndDiscardsTheSession()
    {
        await ReadAsync(1);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => _pool.ReadAsync(_wrong, _ => Task.FromResult(true), Token));

        Assert.Contains("any.db", failure.Message, StringComparison.Ordinal);
        await ReadAsync(2);
        Assert.Equal(2, _connections.Opened);
    }

    [Fact]
    public async Task ReadAsync_FileReplaced_ReadsTheNewOne()
    {
        await ReadAsync(1);
        File.Copy(_directory.File("any.db"), _directory.File("new.db"));
        File.Move(_directory.File("new.db"), _directory.File("any.db"), overwrite: true);

        await ReadAsync(2);

        Assert.Equal(2, _connections.Opened);
    }

    [Fact]
    public async Task DisposeAsync_ReadUnderWay_IsWaitedForAndLaterOnesAreRefused()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = ReadAsync(1, held.Task);
        await Deadlines.UntilAsync(() => _connections.Opened == 1);

        var disposing = _pool.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        held.SetResult();

        await disposing.InTime();
        Assert.Equal(1, await read.InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(2));
    }

    [Fact]
    public async Task ReadAsync_ConnectionDropped_IsRepeatedOnANewSessionAndTheIdleOnesAreClosed()
    {
        var engine = new Mock<IDatabaseDialect>();
        engine.Setup(dialect => dialect.IsDroppedConnection(It.IsAny<IOException>())).Returns(true);
        using var pool = new ReaderPool(_connections, engine.Object);
        await ReadTwiceAtTheSameTimeAsync(pool);

        Assert.Equal(7, await pool.ReadAsync(_one, Failing(times: 1), Token, 7L));
        Assert.Equal(3, _connections.Opened);
        await ReadTwiceAtTheSameTimeAsync(pool);

        Assert.Equal(4, _connections.Opened);
    }

    [Fact]
    public async Task ReadAsync_ConnectionDroppedTwice_IsAnErrorOfTheLibrary()
    {
        var failure = new GuildConfigStoreException("The database is down.", isTransient: true, innerException: null);
        var engine = new Mock<IDatabaseDialect>();
        engine.Setup(dialect => dialect.IsDroppedConnection(It.IsAny<IOException>())).Returns(true);
        engine.Setup(dialect => dialect.IsOwn(It.IsAny<IOException>())).Returns(true);
        engine.Setup(dialect => dialect.ToStoreException(It.IsAny<IOException>())).Returns(failure);
        using var pool = new ReaderPool(_connections, engine.Object);

        Assert.Same(failure, await Assert.ThrowsAsync<GuildConfigStoreException>(() => pool.ReadAsync(_one, Failing(times: 2), Token, 7L)));
        Assert.Equal(2, _connections.Opened);
    }

    [Fact]
    public async Task ReadAsync_CancelledWhenItsConnectionIsDropped_IsNotRepeated()
    {
        var engine = new Mock<IDatabaseDialect>();
        engine.Setup(dialect => dialect.IsDroppedConnection(It.IsAny<IOException>())).Returns(true);
        using var pool = new ReaderPool(_connections, engine.Object);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAsync<IOException>(() => pool.ReadAsync<long>(
            _one,
            async _ =>
            {
                await cancellation.CancelAsync();
                throw new IOException("The connection was reset.");
            },
            cancellation.Token,
            7L));
        Assert.Equal(1, _connections.Opened);
    }

    /// <summary>Reads the number, after that many reads with a broken connection.</summary>
    private static Func<RowCursor, Task<long>> Failing(int times)
        => async cursor => times-- > 0 ? throw new IOException("The connection was reset.") : await cursor.MoveNextAsync() ? cursor.Row.Int64(0) : 0;

    private static async Task ReadTwiceAtTheSameTimeAsync(ReaderPool pool)
        => Assert.Equal(1, await pool.ReadAsync(_one, async _ => await pool.ReadNumberAsync(_one, Token, 1L), Token, 2L));

    private Task<long> ReadAsync(long value, Task? held = null)
        => _pool.ReadAsync(
            _one,
            async cursor =>
            {
                await (held ?? Task.CompletedTask);
                return await cursor.MoveNextAsync() ? cursor.Row.Int64(0) : 0;
            },
            Token,
            value);

    private sealed class Connections(SqliteConnections inner) : IDatabaseConnections
    {
        private int _opened;

        public int Opened => Volatile.Read(ref _opened);

        public string Name => inner.Name;

        public string HomeDirectory => inner.HomeDirectory;

        public async Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken)
        {
            var session = await inner.OpenReaderAsync(cancellationToken);
            Interlocked.Increment(ref _opened);
            return session;
        }

        public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => inner.OpenWriterAsync(cancellationToken);

        public IChangeSignal CreateChangeSignal(ILogger logger) => inner.CreateChangeSignal(logger);
    }
}

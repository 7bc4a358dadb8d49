using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Not in parallel with others, since one test sets a process-wide variable.</summary>
[Collection(nameof(SqliteChangeSignalTests))]
[CollectionDefinition(nameof(SqliteChangeSignalTests), DisableParallelization = true)]
public sealed class SqliteChangeSignalTests
{
    private const int FileWatcherUnavailable = 30;
    private const string PollingVariable = "DOTNET_USE_POLLING_FILE_WATCHER";

    private static readonly TimeSpan _long = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_Commit_IsAnnouncedLongBeforeTheTimeout()
    {
        await using var host = await TestHost.StartAsync();
        await using var signal = Create(host.DatabasePath);

        // The first wait records the state of the database.
        for (var i = 1UL; i <= 20; i++)
        {
            var waiting = signal.WaitAsync(_long, Token);
            await SetAsync(host, i);
            await waiting.InTime();
        }
    }

    [Fact]
    public async Task WaitAsync_CommitBeforeTheWait_IsNotLost()
    {
        await using var host = await TestHost.StartAsync();
        await using var signal = Create(host.DatabasePath);
        var first = signal.WaitAsync(_long, Token);
        await SetAsync(host, 1);
        await first.InTime();

        await SetAsync(host, 2);

        await signal.WaitAsync(_long, Token).InTime();
    }

    [Fact]
    public async Task WaitAsync_NoCommit_ReturnsAtTheTimeout()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync();
        await using var signal = Create(host.DatabasePath, time);
        await SettleAsync(host, signal);
        var waiting = signal.WaitAsync(TimeSpan.FromSeconds(1), Token);

        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting.InTime();
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var host = await TestHost.StartAsync();
        await using var signal = Create(host.DatabasePath);
        await SettleAsync(host, signal);
        var waiting = signal.WaitAsync(_long, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
    }

    /// <summary>The events of both commits arrived as one, before the second commit was visible.</summary>
    [Fact]
    public async Task WaitAsync_CommitWithoutAHintOfItsOwn_IsFoundSoonAfterTheHintOfAnother()
    {
        Environment.SetEnvironmentVariable(PollingVariable, "1");
        try
        {
            await using var host = await TestHost.StartAsync();
            await using var signal = Create(host.DatabasePath);
            await SetAsync(host, 1);
            signal.Hint();
            await signal.WaitAsync(_long, Token).InTime();

            var waiting = signal.WaitAsync(_long, Token);
            await SetAsync(host, 2);

            await waiting.InTime();
        }
        finally
        {
            Environment.SetEnvironmentVariable(PollingVariable, null);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    public async Task WaitAsync_PollingEnabled_DependsOnTheTimeoutAlone(string value)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var host = await TestHost.StartAsync();
        await using var watching = Create(host.DatabasePath);
        Environment.SetEnvironmentVariable(PollingVariable, value);
        try
        {
            await using var polling = Create(host.DatabasePath);
            var unhinted = polling.WaitAsync(_long, cancellation.Token);
            for (var i = 1UL; i <= 5; i++)
            {
                var hinted = watching.WaitAsync(_long, Token);
                await SetAsync(host, i);
                await hinted.InTime();
            }

            Assert.False(unhinted.IsCompleted);
            await polling.WaitAsync(TimeSpan.FromMilliseconds(1), Token).InTime();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unhinted.InTime());
        }
        finally
        {
            Environment.SetEnvironmentVariable(PollingVariable, null);
        }
    }

    [Fact]
    public async Task RunAsync_PollingEnabled_StillFollows()
    {
        Environment.SetEnvironmentVariable(PollingVariable, "1");
        try
        {
            await using var pair = await HostPair.StartAsync(options => options.SyncInterval = TimeSpan.FromMilliseconds(20));
            await using var watch = new ChangeProbe(pair.Reader.Services);

            await SetAsync(pair.Writer, 1);

            Assert.Equal(1, (await watch.NextAsync()).Revision);
        }
        finally
        {
            Environment.SetEnvironmentVariable(PollingVariable, null);
        }
    }

    [Fact]
    public async Task Constructor_DirectoryCannotBeWatched_IsLoggedAndTheTimeoutIsUsed()
    {
        using var directory = new TemporaryDirectory();
        using var log = new EventRecorder();
        using var loggers = new LoggerFactory([log]);
        var time = new FakeTimeProvider();

        await using var signal = new SqliteChangeSignal(
            Connect(Path.Combine(directory.File("missing"), "guild-config.db")), loggers.CreateLogger<SqliteChangeSignal>(), time);
        var waiting = signal.WaitAsync(TimeSpan.FromSeconds(1), Token);
        time.Advance(TimeSpan.FromSeconds(1));

        await waiting.InTime();
        Assert.Equal(1, log.Count(FileWatcherUnavailable));
    }

    [Fact]
    public async Task WaitAsync_UnreadableDatabase_FailsAndRecovers()
    {
        await using var host = await TestHost.StartAsync();
        await using var signal = Create(host.DatabasePath);
        var away = host.DatabasePath + ".away";
        await SetAsync(host, 1);
        await host.StopAsync();

        File.Move(host.DatabasePath, away);
        var waiting = signal.WaitAsync(_long, Token);
        await File.WriteAllBytesAsync(host.DatabasePath + "-wal", new byte[100], Token);
        await Assert.ThrowsAnyAsync<Exception>(() => waiting.InTime());
        File.Delete(host.DatabasePath + "-wal");
        File.Move(away, host.DatabasePath);

        await using var again = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + host.DatabasePath);
        waiting = signal.WaitAsync(_long, Token);
        await SetAsync(again, 2);
        await waiting.InTime();
    }

    private static SqliteChangeSignal Create(string file, TimeProvider? time = null) => new(Connect(file), NullLogger.Instance, time);

    private static SqliteConnections Connect(string file) => new(Options.Create(new GuildConfigOptions { ConnectionString = "Data Source=" + file }), NullLogger<SqliteConnections>.Instance);

    /// <summary>Consumes the signals of all commits so far, so that a late event of the start does not end a later wait.</summary>
    private static async Task SettleAsync(TestHost host, SqliteChangeSignal signal)
    {
        await SetAsync(host, 1);
        await signal.WaitAsync(_long, Token).InTime();
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong channelId)
        => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = channelId, cancellationToken: Token);
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class PostgreSqlChangeSignalTests(PostgreSqlServer server)
{
    private const int SignalFailed = 34;
    private const int SignalRecovered = 35;

    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _never = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_ChangeOnAnotherNode_Returns()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var signal = await ListenAsync(store);
        var waiting = signal.WaitAsync(_never, Token);
        await node.Service.UpdateAsync(1, _ => { }, cancellationToken: Token);
        Assert.False(waiting.IsCompleted);

        await node.IncrementAsync(1, Token);

        await waiting.InTime();
    }

    [Fact]
    public async Task WaitAsync_ManyNotificationsWaiting_ConsumesThemAll()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var signal = await ListenAsync(store);
        for (var i = 0; i < 50; i++)
        {
            await node.IncrementAsync(1, Token);
        }

        await signal.WaitAsync(_never, Token).InTime();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = signal.WaitAsync(_never, stop.Token);
        for (var i = 0; i < 20; i++)
        {
            // Enough time for a pending notification.
            await store.ScalarAsync<long>("SELECT count(*) FROM guild_config");
        }

        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
    }

    [Fact]
    public async Task WaitAsync_ConnectionEnded_ReturnsAndListensAgain()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var signal = await ListenAsync(store);
        var waiting = signal.WaitAsync(_never, Token);

        await store.TerminateAllAsync();

        await waiting.InTime();
        await signal.WaitAsync(_never, Token).InTime();
        await signal.WaitAsync(_never, Token).InTime();
        waiting = signal.WaitAsync(_never, Token);
        await node.IncrementAsync(1, Token);
        await waiting.InTime();
    }

    /// <summary>The change feed reads the database between two waits, so the first failure may be an outage, which it reports.</summary>
    [Fact]
    public async Task WaitAsync_OnlyTheListenerFails_LogsTwoLinesFromTheSecondFailureOn()
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(server);
        await using var signal = Create(store, log.CreateLogger("DroasBot.Test"));
        await signal.WaitAsync(_short, Token).InTime();
        await signal.WaitAsync(_short, Token).InTime();
        Assert.Empty(log.OfTheLibrary);
        for (var i = 0; i < 4; i++)
        {
            // The database does not exist yet. Every other wait recreates the signal.
            await signal.WaitAsync(_short, Token).InTime();
        }

        await store.StartNodeAsync();
        await signal.WaitAsync(_short, Token).InTime();
        await signal.WaitAsync(_never, Token).InTime();

        Assert.Equal([SignalFailed, SignalRecovered], log.OfTheLibrary.Select(entry => entry.Id));
        Assert.Contains("after 3 failures", log.OfTheLibrary[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>As the change feed creates it.</summary>
    private ReconnectingChangeSignal Create(PostgreSqlStore store, ILogger logger)
    {
        var connectionString = server.ConnectionString(store.Database) + ";Pooling=false;Application Name=listener";
        return new ReconnectingChangeSignal(() => new PostgreSqlChangeSignal(new NpgsqlConnection(connectionString)), WaitingTime.Real, logger);
    }

    private async Task<ReconnectingChangeSignal> ListenAsync(PostgreSqlStore store)
    {
        var signal = Create(store, NullLogger.Instance);
        await signal.WaitAsync(_never, Token).InTime();
        await signal.WaitAsync(_never, Token).InTime();
        return signal;
    }
}

using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class PostgreSqlChangeSignalTests(PostgreSqlServer server)
{
    private const int ListenerLost = 101;
    private const int ListenerRestored = 102;

    private static readonly TimeSpan _never = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_ChangeOnAnotherNode_Returns()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var signal = Listen(store);
        await signal.WaitAsync(_never, Token).InTime();
        var waiting = signal.WaitAsync(_never, Token);
        await node.Service.UpdateAsync(1, _ => { }, cancellationToken: Token);
        Assert.False(waiting.IsCompleted);

        await node.IncrementAsync(1, Token);

        await waiting.InTime();
    }

    [Fact]
    public async Task WaitAsync_ManyNotificationsWaiting_TakesThemAllAtOnce()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var signal = Listen(store);
        await signal.WaitAsync(_never, Token).InTime();
        for (var i = 0; i < 50; i++)
        {
            await node.IncrementAsync(1, Token);
        }

        await signal.WaitAsync(_never, Token).InTime();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = signal.WaitAsync(_never, stop.Token);
        for (var i = 0; i < 20; i++)
        {
            // Time enough for what would be on its way.
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
        await using var signal = Listen(store);
        await signal.WaitAsync(_never, Token).InTime();
        var waiting = signal.WaitAsync(_never, Token);

        await store.TerminateAllAsync();

        await waiting.InTime();
        await signal.WaitAsync(_never, Token).InTime();
        waiting = signal.WaitAsync(_never, Token);
        await node.IncrementAsync(1, Token);
        await waiting.InTime();
    }

    [Fact]
    public async Task WaitAsync_NoServer_ReturnsWithoutAHint()
    {
        using var log = new LogRecorder();
        await using var signal = new PostgreSqlChangeSignal("Host=/nowhere;Database=bot;Username=bot", TimeProvider.System, log.CreateLogger("DroasBot.Test"));

        await signal.WaitAsync(TimeSpan.FromMilliseconds(20), Token).InTime();
        Assert.Empty(log.Entries);
        for (var i = 0; i < 3; i++)
        {
            await signal.WaitAsync(TimeSpan.FromMilliseconds(20), Token).InTime();
        }

        Assert.Equal(ListenerLost, Assert.Single(log.Entries).EventId);
    }

    [Fact]
    public async Task WaitAsync_ListenerAloneFails_IsTwoLines()
    {
        using var log = new LogRecorder();
        await using var store = new PostgreSqlStore(server);
        await using var signal = Listen(store, log.CreateLogger("DroasBot.Test"));
        for (var i = 0; i < 3; i++)
        {
            // There is no such database yet.
            await signal.WaitAsync(TimeSpan.FromMilliseconds(20), Token).InTime();
        }

        await store.StartNodeAsync();
        await signal.WaitAsync(_never, Token).InTime();

        Assert.Equal([ListenerLost, ListenerRestored], log.Entries.Select(entry => entry.EventId));
        Assert.Contains("after 3 failures", log.Entries.Last().Message, StringComparison.Ordinal);
    }

    private PostgreSqlChangeSignal Listen(PostgreSqlStore store, ILogger? logger = null)
        => new(server.ConnectionString(store.Database) + ";Pooling=false;Application Name=listener", TimeProvider.System, logger ?? NullLogger.Instance);
}

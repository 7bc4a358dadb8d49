using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class PostgreSqlChangeSignalTests(PostgreSqlServer server)
{
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
        await using var signal = new PostgreSqlChangeSignal("Host=/nowhere;Database=bot;Username=bot", TimeProvider.System, NullLogger.Instance);

        for (var i = 0; i < 3; i++)
        {
            await signal.WaitAsync(TimeSpan.FromMilliseconds(20), Token).InTime();
        }
    }

    private PostgreSqlChangeSignal Listen(PostgreSqlStore store)
        => new(server.ConnectionString(store.Database) + ";Pooling=false;Application Name=listener", TimeProvider.System, NullLogger.Instance);
}

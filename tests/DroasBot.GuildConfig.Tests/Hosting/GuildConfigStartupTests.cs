using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Hosting;

public sealed class GuildConfigStartupTests
{
    private const int Preloaded = 3;
    private const int DatabaseMade = 4;
    private const int StartWaits = 7;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstCalls_Concurrent_InitializeOnce()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(log)));
        Func<Task>[] calls =
        [
            async () => await host.Service.GetAsync(1, Token),
            () => host.Service.UpdateAsync(2, e => e.WelcomeChannelId = 5, cancellationToken: Token),
            () => host.Service.GetOrCreateAsync(3, cancellationToken: Token),
            () => host.Service.DeleteAsync(4, cancellationToken: Token),
            async () => await host.Service.ListAsync(Token).CountAsync(Token),
            () => host.Service.TransactAsync((_, _) => Task.CompletedTask, cancellationToken: Token),
            () => host.Cache.RefreshAsync(1, Token),
            () => host.Services.InitializeGuildConfigAsync(cancellationToken: Token),
        ];
        using var together = new Barrier(calls.Length);

        await Task.WhenAll(calls.Select(call => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(Token);
                return call();
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.Equal(1, log.Count(DatabaseMade));
        Assert.Equal(1, log.Count(Preloaded));
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("GetOrCreate")]
    [InlineData("Update")]
    [InlineData("Delete")]
    [InlineData("List")]
    [InlineData("Transact")]
    [InlineData("Refresh")]
    [InlineData("RefreshAll")]
    public async Task FirstCall_WithoutAHost_Initializes(string call)
    {
        await using var host = new TestHost();

        await (call switch
        {
            "Get" => host.Service.GetAsync(1, Token).AsTask(),
            "GetOrCreate" => host.Service.GetOrCreateAsync(1, cancellationToken: Token),
            "Update" => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token),
            "Delete" => host.Service.DeleteAsync(1, cancellationToken: Token),
            "List" => host.Service.ListAsync(Token).CountAsync(Token).AsTask(),
            "Transact" => host.Service.TransactAsync((_, _) => Task.CompletedTask, cancellationToken: Token),
            "Refresh" => host.Cache.RefreshAsync(1, Token),
            _ => host.Cache.RefreshAllAsync(cancellationToken: Token),
        });

        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_clock"));
    }

    [Fact]
    public async Task FirstCall_Fails_TheNextRetries()
    {
        await using var host = new TestHost();
        host.Directory.Write(TestHost.FileName, Enumerable.Repeat((byte)'x', 5000).ToArray());
        await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await host.Service.GetAsync(1, Token));
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token));

        File.Delete(host.DatabasePath);

        Assert.Equal(5UL, (await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token)).WelcomeChannelId);
    }

    /// <summary>No feed follows what a failed start has loaded: a read must start again rather than serve it.</summary>
    [Fact]
    public async Task FirstCall_FailsWhileItLoads_TheNextReadRetries()
    {
        var repository = new StubRepository();
        repository.Write(1, channelId: 10);
        repository.Write(2);
        repository.BeforeRow = row => repository.Failure = row.GuildId == 2 ? StubRepository.Outage() : null;
        await using var host = new TestHost(services: services => services.AddSingleton<IGuildConfigRepository>(repository));
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        (repository.BeforeRow, repository.Failure) = (null, null);
        repository.Write(1, channelId: 11);

        Assert.Equal(11UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_Twice_LoadsOnce()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(log)));

        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);

        Assert.Equal(1, log.Count(Preloaded));
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_Progress_CoversTheWholePreload()
    {
        await using var host = await TestHost.StartAsync();
        for (var id = 1UL; id <= 3; id++)
        {
            await host.Service.GetOrCreateAsync(id, cancellationToken: Token);
        }

        await host.StopAsync();
        await using var again = new ServiceCollection().AddGuildConfig("Data Source=" + host.DatabasePath).Services.BuildServiceProvider();
        var progress = new RecordedProgress<GuildConfigPreloadProgress>();

        await again.InitializeGuildConfigAsync(progress, Token);

        Assert.Equal(new GuildConfigPreloadProgress(0, 3), progress.All[0]);
        Assert.Equal(new GuildConfigPreloadProgress(3, 3), progress.All[^1]);
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_PreloadSwitchedOff_LoadsNothing()
    {
        await using var host = await TestHost.StartAsync(options => options.PreloadOnStartup = false);
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);

        await host.RestartAsync();

        Assert.Equal(0, host.Cache.GetStatistics().Count);
        Assert.True((await host.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    [Trait("Invariant", "5")]
    public async Task InitializeGuildConfigAsync_CallerGivesUp_DoesNotEndTheStartForTheOthers()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services
            .AddLogging(logging => logging.AddProvider(log))
            .AddSingleton<IGuildConfigRepository>(static provider => new BlockedRepository(ActivatorUtilities.CreateInstance<GuildConfigRepository>(provider))));
        var repository = (BlockedRepository)host.Get<IGuildConfigRepository>();
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Token);
        repository.Block();
        var first = host.Services.InitializeGuildConfigAsync(cancellationToken: leaves.Token);
        var second = host.Service.GetAsync(1, Token).AsTask();
        await Deadlines.UntilAsync(() => repository.Blocked > 0);

        await leaves.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.InTime());
        Assert.Equal(leaves.Token, cancelled.CancellationToken);
        Assert.False(second.IsCompleted);
        repository.Release();
        Assert.False((await second.InTime()).Exists);
        Assert.Equal(1, log.Count(Preloaded));
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_LockedDatabase_WaitsUntilItIsUnlocked()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddSingleton<ILoggerProvider>(log));
        await using var locked = await LockAsync(host);

        var start = host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await log.WaitForAsync(StartWaits);
        Assert.False(start.IsCompleted);
        await locked.DisposeAsync();

        await start.InTime();
        Assert.Equal(1, log.Count(StartWaits));
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_DatabaseLockedForLongerThanTheTimeout_FailsAndCanBeRetried()
    {
        await using var host = new TestHost(options => (options.StartupTimeout, options.TransactionTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100)));
        await using var locked = await LockAsync(host);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.StartsWith("The start waited for the database for 0.2 s (StartupTimeout). ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("is locked by another process", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
        await locked.DisposeAsync();
        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_LockedDatabaseAndNoTimeout_FailsWithTheCauseAlone()
    {
        await using var host = new TestHost(options => (options.StartupTimeout, options.TransactionTimeout) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(100)));
        await using var locked = await LockAsync(host);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.StartsWith($"The database '{host.DatabasePath}' is locked by another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_StartIsWaiting_AnswersItsCallers()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddSingleton<ILoggerProvider>(log));
        await using var locked = await LockAsync(host);
        var start = host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await log.WaitForAsync(StartWaits);

        await host.StopAsync().AsTask().InTime();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => start.InTime());
    }

    [Fact]
    public async Task InitializeGuildConfigAsync_NoProvider_IsNamed()
        => Assert.Equal("provider", (await Assert.ThrowsAsync<ArgumentNullException>(() => ((IServiceProvider)null!).InitializeGuildConfigAsync(cancellationToken: Token))).ParamName);

    /// <summary>Locks the file exclusively until it is disposed.</summary>
    private static async Task<SqliteConnection> LockAsync(TestHost host)
    {
        await host.ExecuteAsync("CREATE TABLE of_the_host (x)");
        var connection = SqliteFile.Open(host.DatabasePath);
        connection.Execute("BEGIN EXCLUSIVE");
        return connection;
    }
}

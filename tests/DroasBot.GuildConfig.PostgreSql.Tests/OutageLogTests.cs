using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>What an operator reads of an outage and of a start, whoever writes it: the library, EF Core, the driver. On a server of its own.</summary>
public sealed class OutageLogTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int DatabaseMade = 4;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static readonly TimeSpan _outage = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whoever notices it first: the feed, or what goes on besides it.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task ServerDownAndUpAgain_EverythingIsTried_IsTwoLines(double syncSeconds)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(
            options =>
            {
                options.TransactionTimeout = TimeSpan.FromMilliseconds(200);
                options.SyncInterval = TimeSpan.FromSeconds(syncSeconds);

                // A sweep every second.
                options.HistoryRetention = TimeSpan.FromSeconds(10);
            },
            services => services.AddSingleton<ILoggerProvider>(log));
        await node.IncrementAsync(1, Token);
        await node.IncrementAsync(2, Token);
        var before = log.Events.Count;
        var failures = 0;
        await own.Server.StopAsync();
        try
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < _outage;)
            {
                Assert.Equal(1UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
                foreach (var call in Calls(node))
                {
                    await Assert.ThrowsAsync<GuildConfigStoreException>(() => call().InTime());
                    failures++;
                }

                await Task.Delay(20, Token);
            }
        }
        finally
        {
            await own.Server.StartAsync();
        }

        Assert.Equal(2UL, (await node.IncrementAsync(1, Token).InTime()).WelcomeChannelId);
        Assert.Equal(1UL, (await node.Service.GetAsync(2, Token)).WelcomeChannelId);
        await log.WaitForAsync(OutageEnded);

        Assert.True(failures > 20);
        var lines = log.Events.Skip(before).Where(recorded => recorded.Level >= LogLevel.Information).ToList();
        Assert.Equal([OutageBegan, OutageEnded], lines.Select(recorded => recorded.Id));
        Assert.Equal(OutageBegan, Assert.Single(lines, recorded => recorded.Level >= LogLevel.Warning).Id);
        Assert.All(lines, recorded => Assert.True(recorded.IsOfTheLibrary));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstStart_NothingThere_WarnsOfTheNewDatabaseAlone(bool isCreatedByHand)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        if (isCreatedByHand)
        {
            await own.Server.ExecuteAsync($"CREATE DATABASE {store.Database}");
        }

        await using (await StartNodeAsync(store, log))
        {
            Assert.Equal(DatabaseMade, Assert.Single(log.Alarms).Id);
            Assert.Contains(store.Database, log.Alarms[0].Message, StringComparison.Ordinal);
        }

        await using (await StartNodeAsync(store, log))
        {
            Assert.Single(log.Alarms);
        }
    }

    private static Task<ContractNode> StartNodeAsync(PostgreSqlStore store, EventRecorder log)
        => store.StartNodeAsync(register: services => services.AddSingleton<ILoggerProvider>(log));

    private static Func<Task>[] Calls(ContractNode node)
        =>
        [
            () =>
            {
                node.Cache.Invalidate(2);
                return node.Service.GetAsync(2, Token).AsTask();
            },
            () => node.IncrementAsync(1, Token),
            () => node.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.WelcomeChannelId = 666, token), cancellationToken: Token),
            () => node.Service.ListAsync(Token).CountAsync(Token).AsTask(),
            () => node.Log.GetHistoryAsync(1, Token).CountAsync(Token).AsTask(),
            () => node.Cache.RefreshAllAsync(cancellationToken: Token),
            () => node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
        ];
}

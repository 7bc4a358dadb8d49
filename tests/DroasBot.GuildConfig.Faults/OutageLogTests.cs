using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>What an operator reads of an outage, whoever writes it: the library, EF Core, a driver.</summary>
public class OutageLogTests
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
    public async Task FileAwayAndBack_EverythingIsTried_IsTwoLines(double syncSeconds)
    {
        using var directory = new FaultDirectory();
        using var log = new EventRecorder();
        await using var host = await FaultHost.StartAsync(
            directory.Database,
            options =>
            {
                options.TransactionTimeout = TimeSpan.FromMilliseconds(200);
                options.SyncInterval = TimeSpan.FromSeconds(syncSeconds);

                // A sweep every second.
                options.HistoryRetention = TimeSpan.FromSeconds(10);
            },
            services => services.AddSingleton<ILoggerProvider>(log));
        await host.SetAsync(1, 100);
        await host.SetAsync(2, 200);
        var before = log.Events.Count;
        var failures = 0;
        File.Move(directory.Database, directory.File("away.db"));
        try
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < _outage;)
            {
                Assert.Equal(100UL, (await host.ReadAsync(1)).WelcomeChannelId);
                foreach (var call in Calls(host))
                {
                    await Assert.ThrowsAsync<GuildConfigStoreException>(() => call().InTime());
                    failures++;
                }

                await Task.Delay(20, Token);
            }
        }
        finally
        {
            File.Move(directory.File("away.db"), directory.Database);
        }

        Assert.Equal(101UL, (await host.SetAsync(1, 101).InTime()).WelcomeChannelId);
        Assert.Equal(200UL, (await host.ReadUncachedAsync(2)).WelcomeChannelId);
        await log.WaitForAsync(OutageEnded);

        Assert.True(failures > 50);
        var lines = log.Events.Skip(before).Where(recorded => recorded.Level >= LogLevel.Information).ToList();
        Assert.Equal([OutageBegan, OutageEnded], lines.Select(recorded => recorded.Id));
        Assert.Equal(OutageBegan, Assert.Single(lines, recorded => recorded.Level >= LogLevel.Warning).Id);
        Assert.All(lines, recorded => Assert.True(recorded.IsOfTheLibrary));
    }

    [Fact]
    public async Task FirstStart_NoFile_WarnsOfTheNewDatabaseAlone()
    {
        using var directory = new FaultDirectory();
        using var log = new EventRecorder();

        await using (await FaultHost.StartAsync(directory.Database, register: services => services.AddSingleton<ILoggerProvider>(log)))
        {
            Assert.Equal(DatabaseMade, Assert.Single(log.Alarms).Id);
            Assert.Contains(directory.Database, log.Alarms[0].Message, StringComparison.Ordinal);
        }

        await using (await FaultHost.StartAsync(directory.Database, register: services => services.AddSingleton<ILoggerProvider>(log)))
        {
            Assert.Single(log.Alarms);
        }
    }

    private static Func<Task>[] Calls(FaultHost host)
        =>
        [
            () => host.ReadUncachedAsync(2).AsTask(),
            () => host.SetAsync(1, 666),
            () => host.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.WelcomeChannelId = 666, token), cancellationToken: Token),
            () => host.Service.ListAsync(Token).CountAsync(Token).AsTask(),
            () => host.ChangeLog.GetHistoryAsync(1, Token).CountAsync(Token).AsTask(),
            () => host.Cache.RefreshAllAsync(cancellationToken: Token),
            () => host.Maintenance.PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
        ];
}

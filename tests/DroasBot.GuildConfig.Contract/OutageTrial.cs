using System.Diagnostics;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Makes every call during an outage: the log has two lines about it, counting all sources: the library, EF Core, the driver.</summary>
public static class OutageTrial
{
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static readonly TimeSpan _outage = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Configures a host so that every component encounters the outage.</summary>
    public static void Configure(GuildConfigOptions options, double syncSeconds)
    {
        options.TransactionTimeout = TimeSpan.FromMilliseconds(200);
        options.SyncInterval = TimeSpan.FromSeconds(syncSeconds);

        // A sweep every second.
        options.HistoryRetention = TimeSpan.FromSeconds(10);
    }

    /// <param name="services">The host.</param>
    /// <param name="log">Its log.</param>
    /// <param name="begin">Makes the database unavailable.</param>
    /// <param name="end">Makes it available again.</param>
    /// <param name="atLeast">The minimum number of failed calls for a valid trial.</param>
    public static async Task RunAsync(IServiceProvider services, EventRecorder log, Func<Task> begin, Func<Task> end, int atLeast)
    {
        var service = services.GetRequiredService<IGuildConfigService>();
        await SetAsync(1, 100);
        await SetAsync(2, 200);
        var before = log.Events.Count;
        var failures = 0;
        await begin();
        try
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < _outage || failures < atLeast;)
            {
                Assert.Equal(100UL, (await service.GetAsync(1, Token)).WelcomeChannelId);
                foreach (var call in Calls(services))
                {
                    await Assert.ThrowsAsync<GuildConfigStoreException>(() => call().InTime());
                    failures++;
                }

                await Task.Delay(20, Token);
            }
        }
        finally
        {
            await end();
        }

        Assert.Equal(101UL, (await SetAsync(1, 101)).WelcomeChannelId);
        Assert.Equal(200UL, (await service.GetAsync(2, Token)).WelcomeChannelId);
        await log.WaitForAsync(OutageEnded);

        Assert.True(failures >= atLeast);
        var lines = log.Events.Skip(before).Where(recorded => recorded.Level >= LogLevel.Information).ToList();
        Assert.Equal([OutageBegan, OutageEnded], lines.Select(recorded => recorded.Id));
        Assert.Equal(OutageBegan, Assert.Single(lines, recorded => recorded.Level >= LogLevel.Warning).Id);
        Assert.All(lines, recorded => Assert.True(recorded.IsOfTheLibrary));

        Task<GuildConfigSnapshot> SetAsync(ulong guild, ulong channel)
            => Deadlines.UntilMadeAsync(() => service.UpdateAsync(guild, e => e.WelcomeChannelId = channel, cancellationToken: Token));
    }

    private static Func<Task>[] Calls(IServiceProvider services)
    {
        var service = services.GetRequiredService<IGuildConfigService>();
        var cache = services.GetRequiredService<IGuildConfigCache>();
        return
        [
            () =>
            {
                cache.Invalidate(2);
                return service.GetAsync(2, Token).AsTask();
            },
            () => service.UpdateAsync(1, e => e.WelcomeChannelId = 666, cancellationToken: Token),
            () => service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.WelcomeChannelId = 666, token), cancellationToken: Token),
            () => service.ListAsync(Token).CountAsync(Token).AsTask(),
            () => services.GetRequiredService<IGuildConfigChangeLog>().GetHistoryAsync(1, Token).CountAsync(Token).AsTask(),
            () => cache.RefreshAllAsync(cancellationToken: Token),
            () => services.GetRequiredService<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
        ];
    }
}

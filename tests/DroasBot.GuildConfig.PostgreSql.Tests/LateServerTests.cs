using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>A start while the server is down. On a separate server.</summary>
public sealed class LateServerTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int DatabaseMade = 4;
    private const int StartWaits = 7;
    private const string Password = "open-sesame";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_ServerComesUpLater_WaitsAndStarts(bool isMigrated)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        if (isMigrated)
        {
            await (await store.StartNodeAsync()).DisposeAsync();
        }

        var node = BuildNode(store, log, Deadlines.Limit);
        await own.Server.StopAsync();
        Task starting;
        try
        {
            starting = node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
            await log.WaitForAsync(StartWaits);
            Assert.False(starting.IsCompleted);
        }
        finally
        {
            await own.Server.StartAsync();
        }

        await starting.InTime();
        Assert.Equal(1UL, (await node.IncrementAsync(1, Token)).WelcomeChannelId);
        Assert.Single(log.Events, recorded => recorded.Id == StartWaits && recorded.IsOfTheLibrary);
        Assert.Equal(isMigrated ? [] : [DatabaseMade], log.Alarms.Select(alarm => alarm.Id));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public async Task Start_ServerStaysDown_FailsAndReportsHowLongItWaited(double seconds)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server, "Password=" + Password);
        var node = BuildNode(store, log, TimeSpan.FromSeconds(seconds));
        await own.Server.StopAsync();
        try
        {
            var begun = Stopwatch.GetTimestamp();

            var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token).InTime());

            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(seconds), Deadlines.Limit);
            Assert.True(failure.IsTransient);
            Assert.Contains("StartupTimeout", failure.Message, StringComparison.Ordinal);
            Assert.Contains(store.Database, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
            Assert.All(log.Events, recorded => Assert.DoesNotContain(Password, recorded + recorded.Exception?.ToString(), StringComparison.Ordinal));
            Assert.Single(log.Events, recorded => recorded.Id == StartWaits && recorded.IsOfTheLibrary);
        }
        finally
        {
            await own.Server.StartAsync();
        }

        // The same node may be started again, however short its limit.
        await Deadlines.UntilMadeAsync(async () =>
        {
            await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
            return true;
        });
        Assert.Equal(1UL, (await node.IncrementAsync(1, Token)).WelcomeChannelId);
    }

    private static ContractNode BuildNode(PostgreSqlStore store, EventRecorder log, TimeSpan timeout)
        => store.BuildNode(options => options.StartupTimeout = timeout, services => services.AddSingleton<ILoggerProvider>(log));
}

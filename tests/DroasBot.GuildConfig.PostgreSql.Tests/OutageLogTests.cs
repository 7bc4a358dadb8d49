using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>The log of an outage and of a start, from all sources: the library, EF Core, the driver. On a separate server.</summary>
public sealed class OutageLogTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int DatabaseMade = 4;

    /// <summary>Runs whether the feed or other work notices it first.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task ServerDownAndUpAgain_EveryCallIsTried_LogsTwoLines(double syncSeconds)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        var node = await store.StartNodeAsync(options => OutageTrial.Configure(options, syncSeconds), services => services.AddSingleton<ILoggerProvider>(log));

        await OutageTrial.RunAsync(node.Services, log, own.Server.StopAsync, own.Server.StartAsync, atLeast: 21);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstStart_NoDatabase_WarnsOnlyAboutTheNewDatabase(bool isCreatedByHand)
    {
        using var log = new EventRecorder();
        await using var store = new PostgreSqlStore(own.Server);
        if (isCreatedByHand)
        {
            await own.Server.ExecuteAsync($"CREATE DATABASE {store.Database}");
        }

        await using (var node = store.BuildNode(register: services => services.AddSingleton<ILoggerProvider>(log)))
        {
            await node.Services.InitializeGuildConfigAsync(cancellationToken: TestContext.Current.CancellationToken);
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
}

using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The log of an outage, from all sources: the library, EF Core, the driver.</summary>
public class OutageLogTests
{
    private const int DatabaseMade = 4;

    /// <summary>Runs whether the feed or other work notices it first.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task FileAwayAndBack_EveryCallIsTried_LogsTwoLines(double syncSeconds)
    {
        using var directory = new TemporaryDirectory();
        using var log = new EventRecorder();
        await using var host = await FaultHost.StartAsync(
            directory.Database, options => OutageTrial.Configure(options, syncSeconds), services => services.AddSingleton<ILoggerProvider>(log));

        await OutageTrial.RunAsync(
            host.Services, log, () => MoveAsync(directory.Database, directory.File("away.db")), () => MoveAsync(directory.File("away.db"), directory.Database), atLeast: 51);
    }

    [Fact]
    public async Task FirstStart_NoFile_WarnsOnlyAboutTheNewDatabase()
    {
        using var directory = new TemporaryDirectory();
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

    private static Task MoveAsync(string from, string to)
    {
        File.Move(from, to);
        return Task.CompletedTask;
    }
}

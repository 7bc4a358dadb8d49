using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteEngineTests
{
    [Theory]
    [InlineData("3.6.23", false)]
    [InlineData("3.7.0", true)]
    [InlineData("3.46.1", true)]
    [InlineData("3.50.4", true)]
    [InlineData("3.50.6", true)]
    [InlineData("3.50.7", false)]
    [InlineData("3.50.9", false)]
    [InlineData("3.51.0", true)]
    [InlineData("3.51.2", true)]
    [InlineData("3.51.3", false)]
    [InlineData("3.52.0", false)]
    [InlineData("4.0.0", false)]
    public void HasWalResetDefect_Version_IsAsPublished(string version, bool defect)
        => Assert.Equal(defect, SqliteEngine.HasWalResetDefect(Version.Parse(version)));

    [Theory]
    [InlineData("3.46.1", false)]
    [InlineData("3.50.7", false)]
    [InlineData("3.51.2", false)]
    [InlineData("3.51.3", true)]
    [InlineData("3.53.4", true)]
    public void MayCheckpointAside_Version_RequiresNoDefectAndTheLogQuery(string version, bool may)
        => Assert.Equal(may, SqliteEngine.MayCheckpointAside(Version.Parse(version)));

    [Fact]
    public async Task Start_EngineWithTheDefect_IsReportedOnce()
    {
        using var log = new EventRecorder();
        await using var host = await TestHost.StartAsync(services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await host.Service.GetAsync(1, TestContext.Current.CancellationToken);

        var version = await host.ScalarAsync<string>("SELECT sqlite_version()");
        var expected = SqliteEngine.HasWalResetDefect(Version.Parse(version)) ? 1 : 0;

        Assert.Equal(version, SqliteEngine.Version.Version);
        Assert.Equal(expected, log.Count(2));
        Assert.All(log.OfTheLibrary.Where(entry => entry.Id == 2), entry =>
        {
            Assert.Equal(LogLevel.Information, entry.Level);
            Assert.Contains(version, entry.Message, StringComparison.Ordinal);
        });
    }
}

using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Diagnostics.Health;

public sealed class GuildConfigHealthCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckHealthAsync_DatabaseAnswers_IsHealthyAndReports()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddHealthChecks().AddGuildConfig());
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);

        var entry = await CheckAsync(host, "guild-config");

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(1L, entry.Data["revision"]);
        Assert.Equal(1L, entry.Data["database.revision"]);
        Assert.Equal(1L, entry.Data["cache.count"]);
        Assert.Equal("SQLite " + await host.ScalarAsync<string>("SELECT sqlite_version()"), entry.Data["engine"]);
        Assert.IsType<string>(entry.Data["engine.known_defect"]);
        Assert.IsType<long>(entry.Data["cache.bytes"]);
        Assert.IsType<double>(entry.Data["cache.hit_rate"]);
        Assert.IsType<long>(entry.Data["cache.stale_hits"]);
    }

    [Fact]
    public async Task CheckHealthAsync_DatabaseCannotBeRead_IsUnhealthyAndNamesIt()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddHealthChecks().AddGuildConfig());
        await host.ExecuteAsync("DROP TABLE guild_config_clock");

        var entry = await CheckAsync(host, "guild-config");

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains(TestHost.FileName, entry.Description, StringComparison.Ordinal);
        Assert.IsType<GuildConfigStoreException>(entry.Exception);
        Assert.Contains("cache.count", entry.Data.Keys);
    }

    [Fact]
    public async Task CheckHealthAsync_OwnNameStatusAndTags_AreUsed()
    {
        await using var host = await TestHost.StartAsync(
            services: services => services.AddHealthChecks().AddGuildConfig("settings", HealthStatus.Degraded, ["ready"]));
        await host.ExecuteAsync("DROP TABLE guild_config_clock");

        var entry = await CheckAsync(host, "settings");

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(["ready"], entry.Tags);
    }

    [Fact]
    public async Task CheckHealthAsync_BeforeTheStart_IsUnhealthyAndCreatesNoFile()
    {
        await using var host = new TestHost(services: services => services.AddHealthChecks().AddGuildConfig());

        var entry = await CheckAsync(host, "guild-config");

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Empty(Directory.GetFileSystemEntries(host.Directory.Path));
    }

    [Fact]
    public void AddGuildConfig_BadArguments_AreNamed()
    {
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((IHealthChecksBuilder)null!).AddGuildConfig()).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddHealthChecks().AddGuildConfig(name: null!)).ParamName);
    }

    private static async Task<HealthReportEntry> CheckAsync(TestHost host, string name)
        => (await host.Get<HealthCheckService>().CheckHealthAsync(Token)).Entries[name];
}

using System.Diagnostics;
using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Tracing of a start. Tests run one at a time, since the activities of a start belong to no caller.</summary>
[Collection(nameof(StartTracingTests))]
[CollectionDefinition(nameof(StartTracingTests), DisableParallelization = true)]
public sealed class StartTracingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_MigratesAndLoads_IsTracedWithoutAParent()
    {
        using var traced = new Traced(isAlone: true);
        await using var host = new TestHost();
        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.RestartAsync();

        Assert.Equal([1L, 0L], traced.Ended.Where(activity => activity.OperationName == "migrate").Select(activity => activity.GetTagItem("droasbot.guild_config.migrations")));
        Assert.Equal([0L, 1L], traced.Ended.Where(activity => activity.OperationName == "preload").Select(activity => activity.GetTagItem("droasbot.guild_config.guilds")));
        Assert.All(traced.Ended.Where(activity => activity.OperationName is "migrate" or "preload"), activity => Assert.Equal(default, activity.ParentSpanId));
    }

    [Fact]
    public async Task Start_MigrationFails_HasTheStatus()
    {
        await using var host = new TestHost(options => options.MigrateOnStartup = false);
        using var traced = new Traced(isAlone: true);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        var migrate = traced.Single("migrate");
        Assert.Equal((ActivityStatusCode.Error, failure.Message), (migrate.Status, migrate.StatusDescription));
        Assert.Equal(typeof(GuildConfigStoreException).FullName, migrate.GetTagItem("error.type"));
    }

    /// <summary>The activities of the load and of the feed have no caller as parent.</summary>
    [Fact]
    public async Task CatchUpAsync_AnotherDatabase_TheLoadOfAllGuildsIsTracedSeparately()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await pair.Writer.ExecuteAsync("UPDATE guild_config_clock SET epoch = 'another'");
        using var traced = new Traced(isAlone: true);

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await pair.Reader.Get<ChangeFeed>().Refreshing.InTime();

        Assert.Equal(["sync", "preload"], traced.Ended.Select(activity => activity.OperationName));
        Assert.Empty(traced.Single("sync").TagObjects);
        Assert.Null(traced.Single("preload").ParentId);
    }

    [Fact]
    public async Task CatchUpAsync_LoadOfAllGuildsFails_TheLoadHasTheStatus()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await pair.Writer.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await pair.Writer.ExecuteAsync("ALTER TABLE guild_config RENAME TO elsewhere");
        using var traced = new Traced(isAlone: true);

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await traced.WaitForAsync("preload");
        await pair.Writer.ExecuteAsync("ALTER TABLE elsewhere RENAME TO guild_config");
        await pair.Reader.Get<ChangeFeed>().Refreshing.InTime();

        var failed = traced.Ended.First(activity => activity.OperationName == "preload");
        Assert.Equal(ActivityStatusCode.Error, failed.Status);
        Assert.Equal("Microsoft.Data.Sqlite.SqliteException", failed.GetTagItem("error.type"));
        Assert.Equal(1L, traced.Single("sync").GetTagItem("droasbot.guild_config.changes"));
    }

    [Fact]
    public async Task Traces_OfThePage_MatchTheActivities()
    {
        var tables = MarkdownTable.ReadAll(await File.ReadAllLinesAsync(Repository.Path("docs/operate/operations.md"), Token)).Where(table => table.Header[0] == "activity");
        using var traced = new Traced(isAlone: true);
        await using var pair = await HostPair.StartAsync(follows: false);
        await pair.Writer.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);
        await pair.Reader.Cache.RefreshAsync(1, Token);

        await traced.WaitForAsync("commit");
        Assert.Equal(
            traced.Ended.Select(activity => (activity.OperationName, string.Join(", ", activity.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal)))).Distinct().Order(),
            tables.SelectMany(table => table.Rows).Select(row => (row[0], row[2])).Order());
    }
}

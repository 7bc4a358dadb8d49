using System.Diagnostics;
using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>What is traced of a start. One test at a time, since what a start does belongs to no caller.</summary>
[Collection(nameof(StartTracingTests))]
[CollectionDefinition(nameof(StartTracingTests), DisableParallelization = true)]
public sealed class StartTracingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_MigratesAndLoads_IsTracedBelowNoCaller()
    {
        using var traced = new Traced(isAlone: true);
        await using var host = await TestHost.StartAsync();
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

    [Fact]
    public async Task Traces_OfThePage_AreTheActivities()
    {
        var tables = MarkdownTable.ReadAll(await File.ReadAllLinesAsync(Repository.Path("docs/operations.md"), Token)).Where(table => table.Header[0] == "activity");
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

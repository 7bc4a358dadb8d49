using System.Globalization;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>Real processes on one file. Not in parallel with other tests, which would be measured too.</summary>
[Collection(nameof(SeveralProcessesTests))]
[CollectionDefinition(nameof(SeveralProcessesTests), DisableParallelization = true)]
public sealed class SeveralProcessesTests(ITestOutputHelper output)
{
    private const int StartingOver = 33;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoProcesses_OneChanges20Guilds_TheOtherMissesNothing(bool polling)
    {
        const int Guilds = 20;
        const int Changes = 10_000;
        const int PerSecond = 400;
        using var directory = new TestDirectory();
        var file = directory.File(TestHost.FileName);
        await using var writer = await SyncNodeProcess.StartAsync(polling, "write", file, Text(Guilds), Text(Changes), Text(PerSecond));
        await using var reader = await SyncNodeProcess.StartAsync(polling, "watch", file);
        await reader.ReadUntilAsync("watching");

        await writer.SayAsync("go");
        var seen = await reader.ReadUntilAsync($"saw {Changes} ");
        await reader.SayAsync(string.Join(' ', Enumerable.Range(1, Guilds)));
        var final = await reader.ReadUntilAsync(null);
        var wrote = await writer.ReadUntilAsync("done");

        Assert.Equal(Enumerable.Range(1, Changes - 1).Select(i => Text(i)), seen.Select(line => line[1]));
        Assert.Equal(
            Enumerable.Range(Changes - Guilds, Guilds).Select(number => $"has {(number % Guilds) + 1} {number + 1}"),
            final.Select(line => string.Join(' ', line)));
        var written = wrote.ToDictionary(line => line[1], line => Number(line[2]));
        var lags = seen.Select(line => TimeSpan.FromTicks(Number(line[4]) - written[line[1]]).TotalMilliseconds).ToList();
        Report("all", lags);
        Report("without the first second, in which the processes still compile", lags.Skip(PerSecond));

        void Report(string which, IEnumerable<double> some)
        {
            var sorted = some.Order().ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Commit to visible in the other process, {(polling ? "poll alone" : "file watcher")}, {which}: p50 {sorted[sorted.Count / 2]:F1} ms, p99 {sorted[sorted.Count * 99 / 100]:F1} ms, most {sorted[^1]:F1} ms"));
        }
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task FourProcesses_16CallersEachAddOne_SumsAreExact()
    {
        const int Processes = 4;
        const int Callers = 16;
        const int Rounds = 50;
        using var directory = new TestDirectory();
        var file = directory.File(TestHost.FileName);

        // All at once on a new file.
        var nodes = await Task.WhenAll(Enumerable.Range(0, Processes).Select(
            _ => SyncNodeProcess.StartAsync(polling: false, "add", file, "10", Text(Callers), Text(Rounds))));
        try
        {
            foreach (var node in nodes)
            {
                await node.SayAsync("go");
            }

            foreach (var node in nodes)
            {
                await node.ReadUntilAsync("done");
                Assert.Equal(0, await node.WaitForExitAsync());
            }
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        await using var host = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + file);
        for (var guild = 1UL; guild <= 10; guild++)
        {
            Assert.Equal((ulong)(Processes * Callers * Rounds / 10), (await host.Service.GetAsync(guild, Token)).WelcomeChannelId);
        }

        Assert.Equal(Processes * Callers * Rounds, host.Cache.GetStatistics().Revision);
    }

    [Fact]
    public async Task StoppedProcess_HistoryPrunedMeanwhile_CatchesUpByAFullRefresh()
    {
        await using var host = await TestHost.StartAsync(options => options.HistoryRetention = TimeSpan.FromSeconds(1));
        await SetAsync(host, 1);
        await using var reader = await SyncNodeProcess.StartAsync(polling: false, "watch", host.DatabasePath);
        await reader.ReadUntilAsync("watching");
        await SetAsync(host, 2);
        await reader.ReadUntilAsync("saw 2 1 2 ");

        await reader.PauseAsync();
        await SetAsync(host, 3);
        await SetAsync(host, 4);
        await WaitUntilPrunedAsync(host, revision: 3);
        await SetAsync(host, 5);
        await reader.ContinueAsync();

        // The node says so, and what it serves is what is stored.
        await reader.ReadUntilAsync($"log {StartingOver}");
        await reader.ReadUntilAsync("saw 5 ");
        await reader.SayAsync("1");
        Assert.Equal("has 1 5", string.Join(' ', Assert.Single(await reader.ReadUntilAsync(null))));
    }

    [Fact]
    public async Task ProcessKilledBetweenCommitAndPublish_OthersLoseNothing()
    {
        await using var host = await TestHost.StartAsync();
        await using var watch = new Watch(host);
        await using var dying = await SyncNodeProcess.StartAsync(polling: false, "die", host.DatabasePath);

        await dying.SayAsync("go");

        var change = await watch.NextAsync();
        Assert.Equal((1L, 42UL), (change.Revision, change.After!.WelcomeChannelId!.Value));
        Assert.Equal(42UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Empty(await dying.ReadUntilAsync(null));
        Assert.NotEqual(0, await dying.WaitForExitAsync());
        Assert.Equal(2, (await SetAsync(host, 7)).Revision);
        Assert.Equal(2, (await watch.NextAsync()).Revision);
    }

    /// <summary>The pruner's own timer decides when, and nothing announces it.</summary>
    private static async Task WaitUntilPrunedAsync(TestHost host, long revision)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await host.ScalarAsync<long>($"SELECT count(*) FROM guild_config_change WHERE revision = {revision}") > 0)
        {
            Assert.True(await tick.WaitForNextTickAsync(deadline.Token));
        }
    }

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong channelId)
        => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

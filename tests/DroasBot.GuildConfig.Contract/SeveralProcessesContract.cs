using System.Diagnostics;
using System.Globalization;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Real processes on one database.</summary>
public abstract class SeveralProcessesContract : StoreContract
{
    protected const int PerSecond = 800;

    private const int StartingOver = 33;

    private static readonly int _changes = Repetitions.Of("GUILD_CONFIG_FOLLOWED_CHANGES", 3_000);

    [Fact]
    [Trait("Invariant", "1")]
    public async Task FourProcesses_16CallersEachAddOne_SumsAreExact()
    {
        const int Processes = 4;
        const int Callers = 16;
        const int Rounds = 50;
        const int Guilds = 10;

        // All start simultaneously on a new database.
        var nodes = await Task.WhenAll(Enumerable.Range(0, Processes).Select(
            _ => NodeProcess.StartAsync(polling: false, "add", Store.NodeDatabase, Text(Guilds), Text(Callers), Text(Rounds))));
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

        var late = await Store.StartNodeAsync();
        for (var guild = 1UL; guild <= Guilds; guild++)
        {
            Assert.Equal((ulong)(Processes * Callers * Rounds / Guilds), (await late.Service.GetAsync(guild, Token)).WelcomeChannelId);
        }

        Assert.Equal(Processes * Callers * Rounds, late.Cache.GetStatistics().Revision);
    }

    [Fact]
    public async Task ProcessStoppedFor10Seconds_OthersWriteAndHistoryIsPruned_CatchesUpByAFullRefresh()
    {
        var stop = TimeSpan.FromSeconds(10);
        var writer = await Store.StartNodeAsync(options => options.HistoryRetention = TimeSpan.FromSeconds(1));
        await writer.IncrementAsync(1, Token);
        await using var reader = await NodeProcess.StartAsync(polling: false, "watch", Store.NodeDatabase);
        await reader.ReadUntilAsync("watching");
        var followed = await writer.IncrementAsync(1, Token);
        await reader.ReadUntilAsync($"saw {followed.Revision} 1 {followed.Revision} ");

        await reader.PauseAsync();
        var stopped = Stopwatch.StartNew();
        var last = await WriteUntilPrunedAsync(writer, stopped, stop);
        Assert.True(stopped.Elapsed >= stop);
        await reader.ContinueAsync();

        // The node reports it, and serves what is stored.
        await reader.ReadUntilAsync($"log {StartingOver}");
        await reader.ReadUntilAsync($"saw {last.Revision} ");
        await reader.SayAsync("1");
        Assert.Equal($"has 1 {last.WelcomeChannelId}", string.Join(' ', (await reader.ReadUntilAsync(null))[^1]));
    }

    [Fact]
    public async Task ProcessKilledBetweenCommitAndPublish_OthersLoseNothing()
    {
        var other = await Store.StartNodeAsync();
        await using var probe = new ChangeProbe(other.Services);
        await using var dying = await NodeProcess.StartAsync(polling: false, "die", Store.NodeDatabase);

        await dying.SayAsync("go");

        var change = await probe.NextAsync();
        Assert.Equal((1L, 42UL), (change.Revision, change.After!.WelcomeChannelId!.Value));
        Assert.Equal(42UL, (await other.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.DoesNotContain(await dying.ReadUntilAsync(null), line => line[0] == "alive");
        Assert.NotEqual(0, await dying.WaitForExitAsync());
        Assert.Equal(2, (await other.IncrementAsync(1, Token)).Revision);
        Assert.Equal(2, (await probe.NextAsync()).Revision);
    }

    /// <summary>One process changes 20 guilds; another must see each change once, in order, and end with the written values.</summary>
    /// <param name="polling">Whether the processes must not watch files.</param>
    /// <param name="halfway">Called halfway, to disturb both processes.</param>
    protected async Task<FollowedWrites> FollowAsync(bool polling, Func<Task>? halfway = null)
    {
        // Polling is slow, and on a busy machine it delivers all changes together: fewer changes than a watcher keeps also show that it misses none.
        var changes = polling ? 1_000 : _changes;
        var writer = new FollowedWriter { Database = Store.NodeDatabase, Polling = polling, Changes = changes, PerSecond = PerSecond, Concurrency = 20 };

        var writes = await writer.RunAsync(halfway);

        Assert.Equal(Enumerable.Range(1, changes).Select(i => (long)i), writes.Watched.Select(change => change.Revision));
        Assert.All(writes.Watched, change => Assert.True(change.ReadRevision >= change.Revision, "A watcher read what was older than what it was told of."));
        Assert.Equal(Enumerable.Range(changes - writer.Guilds, writer.Guilds).ToDictionary(number => (number % writer.Guilds) + 1, number => number + 1), writes.Final);
        Assert.Equal(changes, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        return writes;
    }

    /// <summary>Writes at a slow pace until the time is up, and until the log has a gap after the last change that the stopped process has seen.</summary>
    private async Task<GuildConfigSnapshot> WriteUntilPrunedAsync(ContractNode writer, Stopwatch stopped, TimeSpan stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(stop + Deadlines.Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var first = await writer.IncrementAsync(1, Token);
        GuildConfigSnapshot last;
        do
        {
            Assert.True(await pace.WaitForNextTickAsync(deadline.Token));
            last = await writer.IncrementAsync(1, Token);
        }
        while (stopped.Elapsed < stop || await Store.ScalarAsync<long>($"SELECT count(*) FROM guild_config_change WHERE revision = {first.Revision}") > 0);
        return last;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Hosting;

/// <summary>Starts real processes on one file: simultaneously, and after others were killed.</summary>
public sealed class ProcessStartTests
{
    private const int KillsEach = 5;
    private static readonly int _databases = Repetitions.Of("GUILD_CONFIG_KILLED_STARTS", 3);

    /// <summary>Ten times what a start takes. Grows on a machine so busy that even an undisturbed start takes more than half a second.</summary>
    private static readonly TimeSpan _startAfterKill = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_EightProcessesOnAMissingDatabase_AllSucceed()
    {
        await using var host = new TestHost();
        var nodes = Enumerable.Range(0, 8).Select(_ => StartNode(host.DatabasePath)).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.ReadUntilAsync(static line => line == "READY")));
            var ends = await Task.WhenAll(nodes.Select(node => node.EndAsync()));

            Assert.All(ends, end => Assert.Equal((0, string.Empty), (end.ExitCode, end.Error)));
            await AssertNewAndSoundAsync(host);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Start_AfterStartsKilledAtRandomMoments_SucceedsWithinFiveSeconds()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (whole, span) = await MeasureStartAsync();
        var limit = whole * 10 > _startAfterKill ? whole * 10 : _startAfterKill;
        for (var database = 0; database < _databases; database++)
        {
            await using var host = new TestHost();
            for (var kill = 0; kill < KillsEach; kill++)
            {
                await using var victim = StartNode(host.DatabasePath);
                await victim.ReadUntilAsync(static line => line == "STARTING");
                await Task.Delay(span * random.NextDouble(), Token);
                await victim.KillAsync();
            }

            await using var survivor = StartNode(host.DatabasePath);
            try
            {
                await survivor.ReadUntilAsync(static line => line == "READY", limit);
            }
            catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
            {
                Assert.Fail($"Seed {seed}, database {database}: {failure.Message}");
            }

            Assert.Equal(0, (await survivor.EndAsync()).ExitCode);
            await AssertNewAndSoundAsync(host);
        }
    }

    /// <summary>Measures how long an undisturbed start on a new file takes, in total and after STARTING, so that the kills hit the relevant time.</summary>
    private static async Task<(TimeSpan Whole, TimeSpan Span)> MeasureStartAsync()
    {
        await using var host = new TestHost();
        var spawned = Stopwatch.GetTimestamp();
        await using var node = StartNode(host.DatabasePath);
        await node.ReadUntilAsync(static line => line == "STARTING");
        var started = Stopwatch.GetTimestamp();
        await node.ReadUntilAsync(static line => line == "READY");
        return (Stopwatch.GetElapsedTime(spawned), Stopwatch.GetElapsedTime(started));
    }

    private static RunningProgram StartNode(string file) => RunningProgram.Start(DotnetProgram.StartInfo(NodeProgram.File, "start", file));

    private static async Task AssertNewAndSoundAsync(TestHost host)
    {
        Assert.Equal("ok", await host.ScalarAsync<string>("PRAGMA integrity_check"));
        Assert.Equal("wal", await host.ScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_migration"));
        Assert.Equal([1L, 0L], (await host.QueryAsync("SELECT id, revision FROM guild_config_clock")).Single());
    }
}

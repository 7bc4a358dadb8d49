using System.Globalization;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>Two bots at work on one file, with everything that happens to them over time.</summary>
/// <remarks>
/// For two hours: <c>GUILD_CONFIG_SOAK_ROUNDS=240 GUILD_CONFIG_SOAK_MILLISECONDS=30000 dotnet test tests/DroasBot.GuildConfig.Faults --filter SoakTests</c>.
/// <c>GUILD_CONFIG_SOAK_REPORT</c> begins the names of two files, one for each bot, which get a line for each round.
/// </remarks>
public sealed class SoakTests
{
    private const int Bots = 2;

    /// <summary>From this number of rounds on, the history has its full length, so a change of a median is caused by the library.</summary>
    private const int LeastRoundsToCompare = 40;

    private static readonly int _rounds = Repetitions.Of("GUILD_CONFIG_SOAK_ROUNDS", 2);
    private static readonly int _milliseconds = Repetitions.Of("GUILD_CONFIG_SOAK_MILLISECONDS", 1_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "1")]
    public async Task TwoBots_WithOutagesBackupsPruningAndErasure_LoseNothingAndDoNotGrow()
    {
        using var directory = new TemporaryDirectory();
        await (await FaultHost.StartAsync(directory.Database)).DisposeAsync();

        var rounds = await Task.WhenAll(Enumerable.Range(0, Bots).Select(number => FollowAsync(directory, number)));

        Assert.All(rounds, bot => Assert.Equal(_rounds, bot.Count));
        Assert.All(rounds, bot => Assert.All(bot, round => Assert.True(round is { Reads: > 0, Edits: > 0 }, $"Nothing was done: {round}.")));
        var state = StoredState.Read(directory.Database);
        Assert.Equal("ok", state.Integrity);
        Assert.Empty(state.OrphanAssets);
        if (_rounds >= LeastRoundsToCompare)
        {
            Assert.All(rounds, AssertFlat);
        }
    }

    /// <summary>Lets a bot work, pauses it or locks the database now and then, and reads its reports.</summary>
    private static async Task<List<SoakRound>> FollowAsync(TemporaryDirectory directory, int number)
    {
        await using var node = NodeProcess.Start(
            "soak", directory.Database, Text(number), Text(Bots), Text(_rounds), Text(_milliseconds));
        var rounds = new List<SoakRound>();
        while (rounds.Count < _rounds)
        {
            // Bots are disturbed in turn, each in every fourth round.
            var disturbance = (rounds.Count + (2 * number)) % 4 == 0 ? DisturbAsync(directory, node, isOutage: rounds.Count % 8 < 4) : Task.CompletedTask;
            var line = await node.ReadLineAsync();
            rounds.Add(SoakRound.Parse(line, DatabaseBytes(directory)));
            await disturbance;
            if (Environment.GetEnvironmentVariable("GUILD_CONFIG_SOAK_REPORT") is { Length: > 0 } report)
            {
                await File.AppendAllTextAsync(report + "." + Text(number), $"{DateTime.UtcNow:HH:mm:ss} {rounds[^1]}\n", Token);
            }
        }

        Assert.Equal("lost 0", await node.ReadLineAsync());
        Assert.Equal("damaged 0", await node.ReadLineAsync());
        Assert.Equal("done", await node.ReadLineAsync());
        Assert.Equal(0, await node.WaitForExitAsync());
        return rounds;
    }

    /// <summary>Blocks all writes, or pauses the bot, for a third of a round.</summary>
    private static async Task DisturbAsync(TemporaryDirectory directory, NodeProcess node, bool isOutage)
    {
        var time = TimeSpan.FromMilliseconds(_milliseconds / 3);
        if (isOutage)
        {
            await using var stranger = NodeProcess.Start("lock", directory.Database, Text((int)time.TotalMilliseconds));
            Assert.Equal("locked", await stranger.ReadLineAsync());
            Assert.Equal("released", await stranger.ReadLineAsync());
            return;
        }

        await node.PauseAsync();
        await Task.Delay(time, Token);
        await node.ContinueAsync();
    }

    /// <summary>Expects the last quarter to be like the second one: anything that grows for ever would have grown in between.</summary>
    private static void AssertFlat(List<SoakRound> rounds)
    {
        AssertFlat("heap", round => round.HeapBytes);
        AssertFlat("resident memory", round => round.ResidentBytes);
        AssertFlat("handles", round => round.Handles);
        AssertFlat("file", round => round.DatabaseBytes);

        void AssertFlat(string what, Func<SoakRound, long> size)
        {
            var quarter = rounds.Count / 4;
            var (before, after) = (Median(rounds.Skip(quarter).Take(quarter)), Median(rounds.TakeLast(quarter)));
            Assert.True(after <= before * 1.2, $"The {what} grew from {before} to {after}.");

            long Median(IEnumerable<SoakRound> part) => part.Select(size).Order().ElementAt(quarter / 2);
        }
    }

    private static long DatabaseBytes(TemporaryDirectory directory) => new DirectoryInfo(directory.Path).EnumerateFiles("guild-config.db*").Where(file => file.Exists && !file.Name.Contains("backup", StringComparison.Ordinal)).Sum(file => file.Length);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>A writing process is killed repeatedly, on the same file.</summary>
public class KillLoopTests
{
    private static readonly int _rounds = Repetitions.Of("GUILD_CONFIG_KILL_ROUNDS", 10);

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Kill_AtRandomMoments_LosesNothingAcknowledgedAndKeepsLogAndRowsConsistent()
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = new List<Acknowledgement>();
        for (var round = 1; round <= _rounds; round++)
        {
            await WriteAndKillAsync(directory.Database, round, acknowledged);
            if (!File.Exists(directory.Database))
            {
                continue;
            }

            var state = StoredState.Read(directory.Database);
            state.AssertConsistent();
            var changes = state.Changes.ToLookup(c => c.Reason);
            Assert.All(acknowledged, acknowledgement => acknowledgement.AssertIn(changes));
            AssertWholeUnits(state);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} acknowledged units of work");
        Assert.True(acknowledged.Count > _rounds * 10, $"Only {acknowledged.Count} units of work were acknowledged.");
    }

    /// <summary>Unacknowledged units may be stored or not, but never partially: two changes with the same token are adjacent.</summary>
    private static void AssertWholeUnits(StoredState state)
    {
        foreach (var unit in state.Changes.GroupBy(c => c.Reason).Where(unit => unit.Count() > 1))
        {
            Assert.Equal(unit.Count() - 1, unit.Max(c => c.Revision) - unit.Min(c => c.Revision));
        }
    }

    private static async Task WriteAndKillAsync(string database, int round, List<Acknowledgement> acknowledged)
    {
        var random = new Random(round);
        await using var node = NodeProcess.Start("write-until-killed", database, round.ToString(null, null));
        if (round % 10 == 0)
        {
            // Some are killed while they start.
            await Task.Delay(random.Next(100, 500), TestContext.Current.CancellationToken);
            node.Kill();
        }

        var killAfter = random.Next(1, 800);
        for (var lines = 0; await node.ReadLineAsync() is { } line; lines++)
        {
            if (lines == killAfter)
            {
                node.Kill();
            }

            if (Acknowledgement.Parse(line) is { } acknowledgement)
            {
                acknowledged.Add(acknowledgement);
            }
        }

        await node.WaitForExitAsync();
    }
}

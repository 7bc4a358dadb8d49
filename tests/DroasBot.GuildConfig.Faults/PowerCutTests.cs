using System.Collections.Concurrent;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.PowerCuts;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The power is cut at any moment, and what was not flushed is lost, torn or reordered: every start succeeds, and finds everything that was acknowledged.</summary>
/// <remarks>The long mode: <c>GUILD_CONFIG_POWER_CUTS=5000 dotnet test tests/DroasBot.GuildConfig.Faults --filter PowerCutTests</c>. See docs/design/power-cuts.md.</remarks>
public class PowerCutTests
{
    private const int CutsOfALiar = 40;
    private const int CutsOfAnErasure = 10;
    private const int MostReported = 5;

    private static readonly int _firstSeed = Repetitions.Of("GUILD_CONFIG_POWER_SEED", 1);
    private static readonly int _cuts = Repetitions.Of("GUILD_CONFIG_POWER_CUTS", 200);

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "8")]
    public async Task PowerCut_AtAnyMoment_LosesNothingAcknowledgedAndEveryStartSucceeds()
    {
        var recording = await RecordedWorkload.GetAsync();

        var harmed = await CutAsync(recording, Enumerable.Range(_firstSeed, _cuts).Select(seed => PowerCut.Choose(recording, seed)));

        var acknowledged = recording.Marks.Count(mark => mark.Words[0] == "done");
        TestContext.Current.TestOutputHelper?.WriteLine($"{_cuts} states of {recording.Operations.Count} file operations, {acknowledged} acknowledged units of work");
        AssertNone(harmed);
    }

    [Fact]
    public async Task PowerCut_RightAfterAnErasure_BringsNoByteBack()
    {
        var recording = await RecordedWorkload.GetAsync();

        var seeds = Enumerable.Range(_firstSeed, CutsOfAnErasure);
        var harmed = await CutAsync(recording, recording.FindErasures().SelectMany(_ => seeds, (position, seed) => new PowerCut(seed, position)));

        AssertNone(harmed);
    }

    [Theory]
    [InlineData("guild-config.db-wal", true)]
    [InlineData("", true)]
    [InlineData("guild-config.db", false)]
    public async Task PowerCut_OnADiskThatDoesNotFlush_IsDetected(string unflushed, bool isLoss)
    {
        var recording = await RecordedWorkload.GetAsync();

        var harmed = await CutAsync(recording, Enumerable.Range(1, CutsOfALiar).Select(seed => PowerCut.Choose(recording, seed)), name => name != unflushed);

        Assert.Contains(isLoss, harmed.SelectMany(state => state.Faults).Select(fault => fault.IsLoss));
    }

    private static void AssertNone(IReadOnlyCollection<HarmedState> harmed)
        => Assert.True(harmed.Count == 0, $"{harmed.Count} states. {string.Join(Environment.NewLine, harmed.Take(MostReported))}");

    private static async Task<IReadOnlyCollection<HarmedState>> CutAsync(Recording recording, IEnumerable<PowerCut> cuts, Predicate<string>? flushes = null)
    {
        var harmed = new ConcurrentQueue<HarmedState>();
        await Parallel.ForEachAsync(cuts, TestContext.Current.CancellationToken, async (cut, _) =>
        {
            using var directory = new TemporaryDirectory();
            Disk.Replay(recording, cut, flushes).CutPower(cut, directory.Path);
            if (await CutCheck.RunAsync(directory, Promises.At(recording, cut)) is { Count: > 0 } found)
            {
                harmed.Enqueue(new HarmedState(cut, found));
            }
        });
        return harmed;
    }
}

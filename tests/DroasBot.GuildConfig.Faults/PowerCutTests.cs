using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.PowerCuts;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The power is cut at any moment, and what was not flushed is lost, torn or reordered: every start succeeds, and finds everything that was acknowledged; so does every copy.</summary>
/// <remarks>The long mode: <c>GUILD_CONFIG_POWER_CUTS=5000 dotnet test tests/DroasBot.GuildConfig.Faults --filter PowerCutTests</c>. See docs/design/power-cuts.md.</remarks>
public class PowerCutTests
{
    private const int CutsOfALiar = 40;
    private const int CutsOfAnErasure = 10;
    private const int MostReported = 5;

    private static readonly int _firstSeed = Repetitions.Of("GUILD_CONFIG_POWER_SEED", 1);
    private static readonly int _cuts = Repetitions.Of("GUILD_CONFIG_POWER_CUTS", 200);
    private static readonly int _cutsOfCopies = Repetitions.Of("GUILD_CONFIG_POWER_CUTS", 100);

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "8")]
    public async Task PowerCut_AtAnyMoment_LosesNothingAcknowledgedAndEveryStartSucceeds()
    {
        var recording = await RecordedWorkload.Bot.GetAsync();

        var harmed = await CutAsync(recording, ChooseCuts(recording, _cuts), CheckAsync);

        var acknowledged = recording.Marks.Count(mark => mark.Words[0] == "done");
        TestContext.Current.TestOutputHelper?.WriteLine($"{_cuts} states of {recording.Operations.Count} file operations, {acknowledged} acknowledged units of work");
        AssertNone(harmed);
    }

    [Fact]
    public async Task PowerCut_RightAfterAnErasure_BringsNoByteBack()
    {
        var recording = await RecordedWorkload.Bot.GetAsync();

        var seeds = Enumerable.Range(_firstSeed, CutsOfAnErasure);
        var harmed = await CutAsync(recording, recording.Find("gone=").SelectMany(_ => seeds, (unit, seed) => new PowerCut(seed, unit.Done)), CheckAsync);

        AssertNone(harmed);
    }

    [Theory]
    [InlineData("guild-config.db-wal", true)]
    [InlineData("", true)]
    [InlineData("guild-config.db", false)]
    public async Task PowerCut_OnADiskThatDoesNotFlush_IsDetected(string unflushed, bool isLoss)
    {
        var recording = await RecordedWorkload.Bot.GetAsync();

        var harmed = await CutAsync(recording, ChooseCuts(recording, CutsOfALiar), CheckAsync, name => name != unflushed);

        Assert.Contains(isLoss, harmed.SelectMany(state => state.Faults).Select(fault => fault.IsLoss));
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task PowerCut_WhileACopyIsMade_LosesNeitherTheOriginalNorAnAcknowledgedCopy()
    {
        var recording = await RecordedWorkload.Copies.GetAsync();

        AssertNone(await CutAsync(recording, ChooseCuts(recording, _cutsOfCopies), CopyCheck.RunAsync));
    }

    [Theory]
    [InlineData("^$")]
    [InlineData("^backup.db-.*partial$")]
    [InlineData("^guild-config.db-.*partial$")]
    [InlineData("^guild-config.db-restoring$")]
    [InlineData("^moved.db$")]
    [InlineData("^salvaged.db$")]
    public async Task PowerCut_CopiesOnADiskThatDoesNotFlush_IsDetected(string unflushed)
    {
        var recording = await RecordedWorkload.Copies.GetAsync();

        var harmed = await CutAsync(recording, ChooseCuts(recording, CutsOfALiar), CopyCheck.RunAsync, name => !Regex.IsMatch(name, unflushed));

        Assert.Contains(harmed.SelectMany(state => state.Faults), fault => fault.IsLoss);
    }

    private static void AssertNone(IReadOnlyCollection<HarmedState> harmed)
        => Assert.True(harmed.Count == 0, $"{harmed.Count} states. {string.Join(Environment.NewLine, harmed.Take(MostReported))}");

    private static IEnumerable<PowerCut> ChooseCuts(Recording recording, int count) => Enumerable.Range(_firstSeed, count).Select(seed => PowerCut.Choose(recording, seed));

    private static Task<IReadOnlyList<CutFault>> CheckAsync(TemporaryDirectory directory, Recording recording, PowerCut cut)
        => CutCheck.RunAsync(directory.Database, Promises.At(recording, cut));

    private static async Task<IReadOnlyCollection<HarmedState>> CutAsync(
        Recording recording, IEnumerable<PowerCut> cuts, Func<TemporaryDirectory, Recording, PowerCut, Task<IReadOnlyList<CutFault>>> check, Predicate<string>? flushes = null)
    {
        var harmed = new ConcurrentQueue<HarmedState>();
        await Parallel.ForEachAsync(cuts, TestContext.Current.CancellationToken, async (cut, _) =>
        {
            using var directory = new TemporaryDirectory();
            Disk.Replay(recording, cut, flushes).CutPower(cut, directory.Path);
            if (await check(directory, recording, cut) is { Count: > 0 } found)
            {
                harmed.Enqueue(new HarmedState(cut, found));
            }
        });
        return harmed;
    }
}

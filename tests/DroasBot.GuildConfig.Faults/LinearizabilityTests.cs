using System.Globalization;
using DroasBot.GuildConfig.Contract.Linearizability;
using DroasBot.GuildConfig.Faults.Linearizability;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>Every call to the service appears to happen at one instant between its beginning and its return.</summary>
/// <remarks>The long mode: <c>GUILD_CONFIG_FAULTS_OPERATIONS=1000000 dotnet test tests/DroasBot.GuildConfig.Faults --filter LinearizabilityTests</c>.</remarks>
public class LinearizabilityTests
{
    private const string OperationsVariable = "GUILD_CONFIG_FAULTS_OPERATIONS";
    private const int OperationsByDefault = 50_000;
    private const int OperationsWithSeeds = 4_000;

    private static int Operations
        => int.TryParse(Environment.GetEnvironmentVariable(OperationsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : OperationsByDefault;

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    public async Task Service_RandomCallsBySixteenTasks_IsLinearizable()
    {
        var history = await RecordAsync(Operations, seed: 1);

        TestContext.Current.TestOutputHelper?.WriteLine($"{history.Count} calls, {history.Count(o => o.Claim is Claim.Restore)} restorations");
        Assert.Equal(string.Empty, Explain(history));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Checker_RecordedHistoryWithASeededStaleRead_RejectsIt(int seed)
    {
        var history = (await RecordAsync(OperationsWithSeeds, seed)).ToList();
        Assert.Equal(string.Empty, Explain(history));

        // The last read of a guild is changed to return what an update wrote long before.
        var old = history.Where(o => o.Claim is Claim.Update).OrderBy(o => o.Returned).ElementAt(50);
        var update = (Claim.Update)old.Claim;
        var read = history.Where(o => o.Guild == old.Guild && o.Claim is Claim.Read).MaxBy(o => o.Begun)!;
        Assert.True(read.Begun > old.Returned + 1000, $"Only from {old} to {read}.");
        history[history.IndexOf(read)] = read with { Claim = new Claim.Read(update.Revision, update.Value) };

        Assert.Equal(old.Guild, Checker.FindViolation(history)?.Guild);
    }

    [Fact]
    public void Checker_StaleReadRightAfterAWrite_RejectsIt()
    {
        Operation[] history =
        [
            new(1, 0, 1, 2, new Claim.Update(null, 1, 10)),
            new(1, 0, 3, 6, new Claim.Update(10, 2, 20)),
            new(1, 1, 4, 5, new Claim.Read(1, 10)),
            new(1, 2, 7, 8, new Claim.Read(1, 10)),
        ];

        Assert.Null(Checker.FindViolation(history[..3]));
        Assert.Same(history[3], Checker.FindViolation(history));
    }

    [Fact]
    public void Checker_ReadsThatGoBack_RejectsThem()
    {
        Operation[] history =
        [
            new(1, 0, 1, 2, new Claim.Update(null, 1, 10)),
            new(1, 0, 3, 8, new Claim.Update(10, 2, 20)),
            new(1, 1, 4, 5, new Claim.Read(2, 20)),
            new(1, 2, 6, 7, new Claim.Read(1, 10)),
        ];

        Assert.Null(Checker.FindViolation(history[..3]));
        Assert.Same(history[3], Checker.FindViolation(history));
    }

    [Fact]
    public void Checker_LostUpdate_RejectsIt()
    {
        // Both saw the first value, so one of them has overwritten the other.
        Operation[] history =
        [
            new(1, 0, 1, 2, new Claim.Update(null, 1, 10)),
            new(1, 0, 3, 5, new Claim.Update(10, 2, 11)),
            new(1, 1, 4, 6, new Claim.Update(10, 3, 12)),
        ];

        Assert.Null(Checker.FindViolation(history[..2]));
        Assert.Same(history[2], Checker.FindViolation(history));
    }

    [Fact]
    public void Checker_RevisionThatGoesBack_RejectsIt()
    {
        Operation[] history =
        [
            new(1, 0, 1, 2, new Claim.Update(null, 5, 10)),
            new(1, 0, 3, 4, new Claim.Delete(true)),
            new(1, 0, 5, 6, new Claim.Restore(10, 5, 10)),
        ];

        Assert.Null(Checker.FindViolation(history[..2]));
        Assert.Same(history[2], Checker.FindViolation(history));
    }

    /// <summary>Describes the call that cannot be explained, and the calls of its guild around it.</summary>
    private static string Explain(IReadOnlyList<Operation> history)
        => Checker.FindViolation(history) is { } violation
            ? string.Join(
                Environment.NewLine,
                history.Where(o => o.Guild == violation.Guild && o.Begun <= violation.Returned && o.Returned >= violation.Begun - 100).OrderBy(o => o.Begun).Append(violation))
            : string.Empty;

    private static async Task<IReadOnlyList<Operation>> RecordAsync(int operations, int seed)
    {
        using var directory = new TemporaryDirectory();
        await using var host = await FaultHost.StartAsync(directory.Database);
        return await new Recorder(host).RunAsync(operations, seed);
    }
}

using DroasBot.GuildConfig.Contract.Linearizability;
using DroasBot.GuildConfig.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>Histories of two nodes, some of which can be explained and some not.</summary>
public class NodeHistoryTests
{
    private static readonly NodeCall _first = Call("first", 0, CallReading.Transaction, 1, 2, new Claim.Update(null, 1, 10));
    private static readonly NodeCall _second = Call("second", 1, CallReading.Transaction, 3, 4, new Claim.Update(10, 2, 20));

    private static GuildConfigChange[] Log => [Change(null, Snapshot(1, 10), "first"), Change(Snapshot(1, 10), Snapshot(2, 20), "second")];

    [Fact]
    public void Explain_OldCachedReadOfAnotherNode_IsAllowed()
        => Assert.Equal(string.Empty, Explain(_first, _second, Call("read", 0, CallReading.Cache, 5, 6, new Claim.Read(1, 10))));

    [Fact]
    public void Explain_CachedReadOlderThanTheNodesWrites_IsRejected()
        => Assert.Contains("before", Explain(_first, _second, Call("read", 1, CallReading.Cache, 5, 6, new Claim.Read(1, 10))), StringComparison.Ordinal);

    [Theory]
    [InlineData(CallReading.Cache)]
    [InlineData(CallReading.Database)]
    public void Explain_CachedReadOlderThanTheNodeHasServed_IsRejected(CallReading earlier)
        => Assert.Contains(
            "before",
            Explain(
                _first,
                _second,
                Call("read", 0, earlier, 5, 6, new Claim.Read(2, 20)),
                Call("again", 0, CallReading.Cache, 7, 8, new Claim.Read(1, 10))),
            StringComparison.Ordinal);

    [Fact]
    public void Explain_CachedReadOfAnUnwrittenValue_IsRejected()
        => Assert.Contains("before", Explain(_first, Call("read", 0, CallReading.Cache, 2, 3, new Claim.Read(2, 20)), _second with { Operation = _second.Operation with { Begun = 4, Returned = 5 } }), StringComparison.Ordinal);

    [Fact]
    public void Explain_CachedReadOfNoRowWhileThereWasOne_IsRejected()
        => Assert.Contains("before", Explain(_first, _second, Call("read", 1, CallReading.Cache, 5, 6, new Claim.Read(0, null))), StringComparison.Ordinal);

    [Theory]
    [InlineData(CallReading.Database)]
    [InlineData(CallReading.Transaction)]
    public void Explain_OldReadOfTheDatabase_IsRejected(CallReading reading)
        => Assert.NotEmpty(Explain(_first, _second, Call("read", 0, reading, 5, 6, new Claim.Read(1, 10))));

    [Fact]
    public void Explain_ConflictAtTheExpectedRevision_IsRejected()
    {
        Assert.Equal(string.Empty, Explain(_first, _second, Call("late", 0, CallReading.Transaction, 5, 6, new Claim.Conflict(1, 2))));
        Assert.NotEmpty(Explain(_first, _second, Call("late", 0, CallReading.Transaction, 5, 6, new Claim.Conflict(2, 2))));
        Assert.NotEmpty(Explain(_first, _second, Call("late", 0, CallReading.Transaction, 5, 6, new Claim.Conflict(2, 1))));
    }

    [Fact]
    public void Explain_UpdateAtAnUnexpectedRevision_IsRejected()
        => Assert.NotEmpty(Explain(_first, _second with { Operation = _second.Operation with { Claim = new Claim.Update(10, 2, 20, Expected: 3) } }));

    [Fact]
    public void Explain_FailedCallThatTookEffect_IsRejected() => Assert.StartsWith("The log has", Explain(_first, _second with { Fate = CallFate.NotMade }), StringComparison.Ordinal);

    [Fact]
    public void Explain_CallMissingFromTheLog_IsRejected()
        => Assert.StartsWith("The log has", new NodeHistory([_first, _second], Log[..1]).Explain(), StringComparison.Ordinal);

    [Fact]
    public void Explain_CallThatTookEffectTwice_IsRejected()
        => Assert.StartsWith("Two changes", new NodeHistory([_first], [Log[0], Change(Snapshot(1, 10), Snapshot(2, 10), "first")]).Explain(), StringComparison.Ordinal);

    [Fact]
    public void Explain_UnknownCall_MayHappenLaterOrNever()
    {
        var unknown = _second with { Fate = CallFate.Unknown };

        Assert.Equal(string.Empty, new NodeHistory([_first, unknown], Log[..1]).Explain());
        Assert.Equal(string.Empty, Explain(_first, unknown, Call("read", 0, CallReading.Database, 5, 6, new Claim.Read(1, 10)), Call("again", 0, CallReading.Database, 7, 8, new Claim.Read(2, 20))));
        Assert.NotEmpty(Explain(_first, unknown, Call("read", 0, CallReading.Database, 5, 6, new Claim.Read(2, 20)), Call("again", 0, CallReading.Database, 7, 8, new Claim.Read(1, 10))));
    }

    private static string Explain(params NodeCall[] calls) => new NodeHistory(calls, Log).Explain();

    private static NodeCall Call(string id, int node, CallReading reading, long begun, long returned, Claim claim)
        => new(id, node, reading, CallFate.Made, new Operation(1, node, begun, returned, claim));

    private static GuildConfigSnapshot Snapshot(long revision, ulong value) => GuildConfigSnapshots.Create(1, edit => edit.WelcomeChannelId = value, revision: revision);

    private static GuildConfigChange Change(GuildConfigSnapshot? before, GuildConfigSnapshot after, string call)
        => GuildConfigChanges.Create(before, after, context: new ChangeContext { Reason = call });
}

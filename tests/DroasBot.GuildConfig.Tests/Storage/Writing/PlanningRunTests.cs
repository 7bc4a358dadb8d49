using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class PlanningRunTests
{
    private const int Patience = 25;

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(0, 3)]
    [InlineData(Patience - 1, 2)]
    [InlineData(Patience, 1)]
    [InlineData(60_000, 1)]
    public void Execute_SlowRequests_LeavesTheOthersForAnotherRun(int milliseconds, int planned)
    {
        var requests = Enumerable.Range(0, 3).Select(_ => new PlannedRequest(() => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds)))).ToList();
        var run = NewRun(requests, TimeSpan.FromMilliseconds(Patience));

        run.Execute();

        Assert.Equal(planned, run.Count);
        Assert.Equal(requests.Select((_, index) => index < planned), requests.Select(request => request.IsApplied));
    }

    [Fact]
    public void Execute_NoPatienceAtAll_PlansOne()
    {
        var run = NewRun([new PlannedRequest(), new PlannedRequest()], TimeSpan.Zero);

        run.Execute();

        Assert.Equal(1, run.Count);
    }

    [Fact]
    public void TryLeave_InsideARequest_AppliesNeitherItNorTheOthers()
    {
        PlanningRun? run = null;
        var left = new List<bool>();
        var requests = new[] { new PlannedRequest(), new PlannedRequest(() => left.Add(run!.TryLeave())), new PlannedRequest() };
        run = NewRun(requests, TimeSpan.FromMinutes(1));

        run.Execute();

        Assert.Equal([true], left);
        Assert.Equal(1, run.Count);
        Assert.Equal([true, false, false], requests.Select(request => request.IsApplied));
        Assert.Null(requests[2].Thread);
    }

    [Fact]
    public void TryLeave_OutsideOfRequests_DoesNotLeave()
    {
        var request = new PlannedRequest();
        var run = NewRun([request], TimeSpan.FromMinutes(1));

        Assert.False(run.TryLeave());
        run.Execute();
        Assert.False(run.TryLeave());

        Assert.True(request.IsApplied);
    }

    private PlanningRun NewRun(IReadOnlyList<WriteRequest> requests, TimeSpan patience) => new(requests, PlannedRequest.NewPlan(), PlannedRequest.Rules, new WaitingTime(_clock), patience);
}

using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class BatchPlannerTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(25);

    private readonly FakeTimeProvider _clock = new();
    private readonly BatchPlanner _planner;

    public BatchPlannerTests() => _planner = new BatchPlanner(PlannedRequest.Rules, new WaitingTime(_clock));

    public void Dispose() => _planner.Dispose();

    [Fact]
    public async Task PlanAsync_NoHostCode_RunsOnTheCallingThread()
    {
        var (request, caller) = (new PlannedRequest(), Thread.CurrentThread);

        var (planned, leftBehind) = await PlanAsync(request);

        Assert.Equal((1, null), (planned, leftBehind));
        Assert.Same(caller, request.Thread);
    }

    [Fact]
    public async Task PlanAsync_SomeHostCode_RunsAllOnOneThreadOfItsOwn()
    {
        var requests = new[] { new PlannedRequest(), HostCode(), HostCode() };

        await PlanAsync(requests[0], requests[1]);
        await PlanAsync(requests[2]);

        Assert.Equal("guild-config edits", requests[0].Thread!.Name);
        Assert.All(requests, request => Assert.Same(requests[0].Thread, request.Thread));
    }

    [Fact]
    public async Task PlanAsync_HostCodeDoesNotReturn_LeavesItBehindAndItsThreadEnds()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = HostCode(() =>
        {
            entered.SetResult();
            release.Wait(Deadlines.Limit);
        });
        var next = HostCode();

        var planning = PlanAsync(new PlannedRequest(), blocked, next);
        await entered.Task.InTime();
        await Deadlines.UntilAsync(() =>
        {
            _clock.Advance(_patience);
            return planning.IsCompleted;
        });
        var (planned, leftBehind) = await planning;
        var after = await PlanAsync(next);

        Assert.Equal((1, 1), (planned, after.Planned));
        Assert.False(leftBehind!.IsCompleted);
        Assert.NotSame(blocked.Thread, next.Thread);
        release.Set();
        await leftBehind.InTime();
        Assert.True(blocked.Thread!.Join(Deadlines.Limit));
        Assert.False(blocked.IsApplied);
    }

    [Fact]
    public async Task Dispose_ThreadIsIdle_EndsIt()
    {
        var request = HostCode();
        await PlanAsync(request);

        _planner.Dispose();

        Assert.True(request.Thread!.Join(Deadlines.Limit));
    }

    private static PlannedRequest HostCode(Action? code = null) => new(code, new UpdateOperation(1, static _ => { }, new ChangeContext()));

    private Task<(int Planned, Task? LeftBehind)> PlanAsync(params WriteRequest[] batch) => _planner.PlanAsync(batch, PlannedRequest.NewPlan()).InTime();
}

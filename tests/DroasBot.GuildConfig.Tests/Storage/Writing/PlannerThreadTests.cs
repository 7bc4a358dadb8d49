using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class PlannerThreadTests
{
    /// <summary>The thread may end between the two steps of a disposal: it sees the first before the second is done.</summary>
    [Fact]
    public async Task Dispose_ThreadHasEnded_DoesNotThrow()
    {
        using var planner = new PlannerThread();
        var request = new PlannedRequest();
        await planner.RunAsync(RunOf(request)).InTime();
        planner.Dispose();
        Assert.True(request.Thread!.Join(Deadlines.Limit));

        planner.Dispose();
    }

    /// <summary>A thread in the foreground keeps a process from ending.</summary>
    [Fact]
    public async Task RunAsync_Request_RunsOnANamedBackgroundThread()
    {
        using var planner = new PlannerThread();
        var request = new PlannedRequest();

        await planner.RunAsync(RunOf(request)).InTime();

        Assert.Equal((true, "guild-config edits"), (request.Thread!.IsBackground, request.Thread.Name));
    }

    [Fact]
    public async Task RunAsync_UnforeseenException_IsThrownAndTheThreadContinues()
    {
        using var planner = new PlannerThread();
        var (failing, next) = (new PlannedRequest(static () => throw new FormatException("unforeseen")), new PlannedRequest());

        Assert.Equal("unforeseen", (await Assert.ThrowsAsync<FormatException>(() => planner.RunAsync(RunOf(failing)).InTime())).Message);
        await planner.RunAsync(RunOf(next)).InTime();

        Assert.Same(failing.Thread, next.Thread);
    }

    private static PlanningRun RunOf(PlannedRequest request) => new([request], PlannedRequest.NewPlan(), PlannedRequest.Rules, WaitingTime.Real, Deadlines.Limit);
}

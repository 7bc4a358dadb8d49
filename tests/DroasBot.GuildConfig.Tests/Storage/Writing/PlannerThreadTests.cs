using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
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
        var request = new ThreadRequest();
        var plan = new WritePlan(new Clock(0, "epoch", "mark"));
        var rules = new WriteRules(new BackgroundRules("."), new SettingsRegistry(), TimeProvider.System);
        await planner.RunAsync(new PlanningRun([request], plan, rules, WaitingTime.Real, Deadlines.Limit)).InTime();
        planner.Dispose();
        Assert.True(request.Thread!.Join(Deadlines.Limit));

        planner.Dispose();
    }

    /// <summary>Records the thread that plans it.</summary>
    private sealed class ThreadRequest() : WriteRequest<bool>(Deadlines.Limit)
    {
        public Thread? Thread { get; private set; }

        public override void Prepare(WritePlan plan, WriteRules rules) => Thread = Thread.CurrentThread;
    }
}

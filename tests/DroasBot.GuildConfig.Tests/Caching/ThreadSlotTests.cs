using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class ThreadSlotTests
{
    private const int TooMany = 2 * ThreadSlot.Count;

    [Fact]
    public async Task Acquire_MoreThreadsThanSlots_SharesNoSlot()
    {
        var own = (await OwnThread.RunTogetherAsync(TooMany, ThreadSlot.Acquire)).Where(slot => slot != ThreadSlot.Shared).ToList();

        Assert.All(own, slot => Assert.InRange(slot, ThreadSlot.Shared + 1, ThreadSlot.Count - 1));
        Assert.Equal(own.Distinct(), own);
    }

    [Fact]
    public async Task Acquire_Again_ReturnsTheSameSlot()
    {
        var (first, second, current) = await OwnThread.RunAsync(() => (ThreadSlot.Acquire(), ThreadSlot.Acquire(), ThreadSlot.Current)).InTime();

        Assert.Equal((first, first), (second, current));
    }

    [Fact]
    public async Task Acquire_AfterThreadsHaveEnded_ReusesTheirSlots()
    {
        await OwnThread.RunTogetherAsync(TooMany, ThreadSlot.Acquire);

        // A reference to an ended thread may still be on a stack or in a register, so one collection may not be enough.
        var slot = ThreadSlot.Shared;
        for (var i = 0; i < 1_000 && slot == ThreadSlot.Shared; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            slot = await OwnThread.RunAsync(ThreadSlot.Acquire).InTime();
        }

        Assert.NotEqual(ThreadSlot.Shared, slot);
    }
}

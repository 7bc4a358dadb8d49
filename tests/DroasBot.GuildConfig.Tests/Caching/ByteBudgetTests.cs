using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class ByteBudgetTests
{
    [Fact]
    public void TryTake_MoreThanIsLeft_TakesNothing()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.Equal(60, budget.Used);
        Assert.True(budget.HasRoomFor(40));
        Assert.False(budget.HasRoomFor(41));
        Assert.True(budget.TryTake(40));
        Assert.True(budget.TryTake(-100));
        Assert.Equal(0, budget.Used);
    }

    [Theory]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(4096, long.MaxValue)]
    public void HasRoomFor_HugeNumbers_DoNotOverflow(long max, long bytes)
    {
        var budget = new ByteBudget(max);
        budget.TryTake(1);
        Assert.False(budget.HasRoomFor(bytes));
        Assert.False(budget.TryTake(bytes));
    }

    [Fact]
    public async Task TryTake_ManyThreads_GrantsExactlyTheBudget()
    {
        var budget = new ByteBudget(50_000);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Count(_ => budget.TryTake(1))))).InTime();

        Assert.Equal(50_000, taken.Sum());
        Assert.Equal(50_000, budget.Used);
    }
}

using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class SlotTableTests
{
    private const int Guilds = 400;

    private readonly SlotTable _table = new();
    private readonly StubRepository _repository = new();

    /// <summary>A long run of taken slots would make every search for a guild that is not cached as long.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Put_GuildsOfOneStripe_AreSpreadOverItsSlots(bool isReserved)
    {
        if (isReserved)
        {
            lock (_table.Stripes[0].Lock)
            {
                _table.Reserve(0, (long)Guilds * Stripe.Count);
            }
        }

        foreach (var guild in IdsOf(stripe: 0).Take(Guilds))
        {
            Put(guild);
        }

        var taken = _table.SlotsOf(0).Select(slot => slot.Snapshot is not null).ToList();
        Assert.InRange(taken.Count, Guilds * 2, Guilds * 5);
        Assert.InRange(LongestRun(taken), 1, 40);
        Assert.Equal(Guilds, taken.Count(isTaken => isTaken));
        Assert.Equal(Guilds, _table.Count);
    }

    [Fact]
    public void Reserve_MoreThanThereIs_GrowsOnceAndKeepsValues()
    {
        var guild = IdsOf(stripe: 0).First();
        Put(guild);
        lock (_table.Stripes[0].Lock)
        {
            _table.Reserve(0, 100L * Stripe.Count);
            var reserved = _table.SlotsOf(0);
            _table.Reserve(0, 100L * Stripe.Count);
            _table.Reserve(0, 0);

            Assert.Same(reserved, _table.SlotsOf(0));
            Assert.InRange(reserved.Length, 200, 300);
        }

        Assert.Equal(guild, _table.Get(guild)!.GuildId);
    }

    [Fact]
    public void Put_GuildThatWasRemoved_IsCountedAgain()
    {
        var guild = IdsOf(stripe: 0).First();
        for (var round = 1; round <= 3; round++)
        {
            Put(guild);
            Put(guild);
            Assert.Equal(1, _table.Count);
            lock (_table.Stripes[0].Lock)
            {
                _table.Remove(guild);
            }

            Assert.Null(_table.Get(guild));
            Assert.Equal(0, _table.Count);
        }
    }

    /// <summary>A new array is for the guilds that are left.</summary>
    [Fact]
    public void Put_MostGuildsWereRemoved_TakesNoMoreSlots()
    {
        foreach (var guild in IdsOf(stripe: 0).Take(10_000))
        {
            Put(guild);
            lock (_table.Stripes[0].Lock)
            {
                _table.Remove(guild);
            }
        }

        Assert.InRange(_table.SlotsOf(0).Length, 1, 20);
    }

    private static IEnumerable<ulong> IdsOf(int stripe) => Enumerable.Range(1, int.MaxValue - 1).Select(id => (ulong)id).Where(id => Stripe.IndexOf(Stripe.HashOf(id)) == stripe);

    private static int LongestRun(IEnumerable<bool> taken)
    {
        var (longest, run) = (0, 0);
        foreach (var isTaken in taken)
        {
            run = isTaken ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private void Put(ulong guild)
    {
        lock (_table.StripeOf(guild).Lock)
        {
            _table.Put(_repository.Write(guild, 1).After!, loadedAt: 1, usedAt: 1);
        }
    }
}

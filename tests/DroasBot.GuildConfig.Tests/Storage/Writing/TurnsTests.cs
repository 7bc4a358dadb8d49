using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class TurnsTests
{
    private static readonly TimeSpan _pause = Milliseconds(25);

    private readonly FakeTimeProvider _clock = new();
    private readonly Turns _turns;

    public TurnsTests() => _turns = new Turns(_pause, new WaitingTime(_clock));

    [Fact]
    public void Next_ShortTransactions_DoNotWaitHoweverMany()
    {
        for (var transaction = 0; transaction < 100; transaction++)
        {
            Hold(15);
            Assert.Equal(TimeSpan.Zero, _turns.Next());
        }
    }

    [Theory]
    [InlineData(16, 7)]
    [InlineData(20, 5)]
    [InlineData(100, 1)]
    [InlineData(60_000, 1)]
    public void Next_LongTransactions_WaitOnceTheyHaveHeldTheLockForLong(int milliseconds, int transactions)
    {
        for (var round = 0; round < 3; round++)
        {
            for (var transaction = 1; transaction < transactions; transaction++)
            {
                Hold(milliseconds);
                Assert.Equal(TimeSpan.Zero, _turns.Next());
            }

            Hold(milliseconds);
            Assert.Equal(_pause, _turns.Next());
            Assert.Equal(TimeSpan.Zero, _turns.Next());
        }
    }

    [Theory]
    [InlineData(10, 15)]
    [InlineData(25, 0)]
    [InlineData(1000, 0)]
    public void Next_OthersHadSomeTimeAlready_WaitsForTheRest(int passed, int left)
    {
        Hold(100);
        _clock.Advance(Milliseconds(passed));

        Assert.Equal(Milliseconds(left), _turns.Next());
    }

    [Fact]
    public void Next_TransactionThatNeverBegan_IsNotCounted()
    {
        Hold(99);
        _clock.Advance(Milliseconds(1000));
        _turns.Ended();

        Assert.Equal(TimeSpan.Zero, _turns.Next());
    }

    [Fact]
    public void Next_EngineThatQueuesWriters_NeverWaits()
    {
        var turns = new Turns(TimeSpan.Zero, new WaitingTime(_clock));
        turns.Began();
        _clock.Advance(Milliseconds(1000));
        turns.Ended();

        Assert.Equal(TimeSpan.Zero, turns.Next());
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Hold(int milliseconds)
    {
        _turns.Began();
        _clock.Advance(Milliseconds(milliseconds));
        _turns.Ended();
    }
}

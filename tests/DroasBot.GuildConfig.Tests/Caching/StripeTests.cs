using DroasBot.GuildConfig.Caching;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class StripeTests
{
    /// <summary>Ids as Discord creates them, one per second; consecutive ids; ids that differ only in their upper half.</summary>
    [Theory]
    [InlineData(175_928_847_299_117_063, 1_000UL << 22)]
    [InlineData(1, 1UL)]
    [InlineData(7, 1UL << 32)]
    public void IndexOf_RegularIds_AreSpreadEvenly(ulong first, ulong step)
    {
        const int Ids = 102_400;
        var counts = new int[Stripe.Count];
        for (ulong i = 0; i < Ids; i++)
        {
            counts[Stripe.IndexOf(Stripe.HashOf(unchecked(first + (i * step))))]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 1, 4 * Ids / Stripe.Count));
    }

    [Theory]
    [InlineData(ulong.MinValue)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void IndexOf_ExtremeIds_IsInRange(ulong id) => Assert.InRange(Stripe.IndexOf(Stripe.HashOf(id)), 0, Stripe.Count - 1);

    [Fact]
    public void Raise_OlderRevision_KeepsTheNewest()
    {
        var stripe = new Stripe();
        lock (stripe.Lock)
        {
            stripe.Raise(5);
            stripe.Raise(3);
            Assert.Equal(5, stripe.Newest);

            stripe.Forget();
            Assert.Equal(0, stripe.Newest);
        }
    }

    [Fact]
    public void Advance_Generation_Moves()
    {
        var stripe = new Stripe();
        var before = stripe.Generation;
        lock (stripe.Lock)
        {
            stripe.Advance();
        }

        Assert.NotEqual(before, stripe.Generation);
    }

    [Fact]
    public void Join_UntilOneLeaves_IsTheSameFlight()
    {
        var stripe = new Stripe();
        lock (stripe.Lock)
        {
            var flight = stripe.Join(1, out var isFirst);
            Assert.Same(flight, stripe.Join(1, out var isSecondFirst));
            Assert.NotSame(flight, stripe.Join(2, out _));
            stripe.Leave(1);
            Assert.NotSame(flight, stripe.Join(1, out var isThirdFirst));
            Assert.Equal((true, false, true), (isFirst, isSecondFirst, isThirdFirst));
        }
    }
}

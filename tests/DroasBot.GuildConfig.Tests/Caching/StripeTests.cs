using DroasBot.GuildConfig.Caching;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class StripeTests
{
    /// <summary>Ids as Discord makes them, one a second; consecutive ids; ids that differ only in their upper half.</summary>
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
            counts[Stripe.IndexOf(unchecked(first + (i * step)))]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 1, 4 * Ids / Stripe.Count));
    }

    [Theory]
    [InlineData(ulong.MinValue)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void IndexOf_ExtremeIds_IsInRange(ulong id) => Assert.InRange(Stripe.IndexOf(id), 0, Stripe.Count - 1);

    [Fact]
    public void HasSeenNewerThan_WhatHasDeparted_IsNotNewerThanItself()
    {
        var stripe = new Stripe();
        stripe.Depart(5);
        stripe.Depart(3);

        Assert.True(stripe.HasSeenNewerThan(4));
        Assert.False(stripe.HasSeenNewerThan(5));
    }

    [Fact]
    public void Advance_Generation_Moves()
    {
        var stripe = new Stripe();
        var before = stripe.Generation;
        stripe.Advance();

        Assert.NotEqual(before, stripe.Generation);
    }
}

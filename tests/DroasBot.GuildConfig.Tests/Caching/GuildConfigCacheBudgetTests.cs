using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Cached bytes stay within the budget, and the least recently used guilds leave first (invariant 9).</summary>
public sealed class GuildConfigCacheBudgetTests
{
    private static readonly TimeSpan _touchInterval = TimeSpan.FromMilliseconds(1300);

    [Theory]
    [InlineData(4_096)]
    [InlineData(100_000)]
    [Trait("Invariant", "9")]
    public void Publish_ManyGuildsPass_NeverExceedsTheBudget(long maxBytes)
    {
        using var rig = new CacheRig(options => options.MaxBytes = maxBytes);
        for (ulong guild = 1; guild <= 5_000; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1, guild % 2 == 0 ? "backgrounds/" + guild + ".png" : null));
            Assert.InRange(rig.Cache.Bytes, 1, maxBytes);
        }

        var statistics = rig.Cache.GetStatistics();
        Assert.Equal(5_000, statistics.Count + statistics.Evictions);
        Assert.InRange(statistics.Bytes, maxBytes * 0.75, maxBytes);
    }

    [Fact]
    [Trait("Invariant", "9")]
    public async Task GetAsync_ManyGuildsPassConcurrently_NeverExceedsTheBudget()
    {
        const long MaxBytes = 200_000;
        const int Threads = 8;
        using var rig = new CacheRig(options => options.MaxBytes = MaxBytes);
        using var done = new CancellationTokenSource();
        var observing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var largest = 0L;
        var observer = Task.Run(
            () =>
            {
                observing.SetResult();
                while (!done.IsCancellationRequested)
                {
                    largest = Math.Max(largest, rig.Cache.Bytes);
                }
            },
            CancellationToken.None);
        await observing.Task.InTime();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (ulong i = 0; i < 2_000; i++)
            {
                await rig.Service.GetAsync(((ulong)thread * 1_000_000) + i + 1);
            }
        }))).InTime();
        await done.CancelAsync();
        await observer.InTime();

        Assert.InRange(largest, 1, MaxBytes);

        // A few may have found the room that they had made taken by another: those are not cached.
        Assert.InRange(rig.Cache.GetStatistics().Count, 1, Threads * 2_000);
        Assert.InRange(rig.Cache.GetStatistics().Evictions, 1, Threads * 2_000);
    }

    [Fact]
    public async Task GetAsync_OverBudget_LeastRecentlyUsedLeaveFirst()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 50 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 50; guild++)
        {
            await rig.Read(guild).InTime();
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // The ten oldest are used again, so the ten after them are now the oldest.
        rig.Time.Advance(_touchInterval);
        for (ulong guild = 1; guild <= 10; guild++)
        {
            await rig.Read(guild).InTime();
        }

        rig.Time.Advance(_touchInterval);
        for (ulong guild = 101; guild <= 108; guild++)
        {
            await rig.Read(guild).InTime();
        }

        Assert.All(Enumerable.Range(1, 10), guild => Assert.True(rig.Cache.TryGet((ulong)guild, out _)));
        Assert.All(Enumerable.Range(11, 8), guild => Assert.False(rig.Cache.TryGet((ulong)guild, out _)));
        Assert.All(Enumerable.Range(101, 8), guild => Assert.True(rig.Cache.TryGet((ulong)guild, out _)));
        Assert.True(rig.Cache.TryGet(50, out _));
    }

    [Fact]
    public async Task GetAsync_AllUsedAgainInAnotherOrder_LeaveInTheOrderOfTheirLastUse()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 20; guild++)
        {
            await rig.Read(guild).InTime();
        }

        // 7 has no divisor in common with 20, so these are all guilds, neither upwards nor downwards.
        var order = Enumerable.Range(0, 20).Select(i => ((ulong)i * 7 % 20) + 1).ToList();
        foreach (var guild in order)
        {
            rig.Time.Advance(_touchInterval);
            await rig.Read(guild).InTime();
        }

        for (ulong guild = 101; guild <= 110; guild++)
        {
            rig.Time.Advance(_touchInterval);
            await rig.Read(guild).InTime();
        }

        var left = order.Where(guild => !rig.Cache.TryGet(guild, out _)).ToList();
        Assert.InRange(left.Count, 10, 12);
        Assert.Equal(order.Take(left.Count), left);
    }

    [Fact]
    public async Task Publish_OneGuildLargerThanTheBudget_IsServedButNotKept()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 4_096);
        var huge = "{\"text\":\"" + new string('x', 10_000) + "\"}";
        rig.Publish(rig.Repository.Write(1, 1));
        rig.Publish(rig.Repository.Write(2, 2));

        await Task.Run(() => rig.Publish(rig.Repository.Write(1, 3, settings: huge))).InTime();

        Assert.InRange(rig.Cache.Bytes, 0, 4_096);
        Assert.True(rig.Cache.TryGet(2, out _));
        Assert.Equal(3UL, (await Task.Run(() => rig.Read(1)).InTime()).WelcomeChannelId);
        Assert.Equal(3UL, (await Task.Run(() => rig.Read(1)).InTime()).WelcomeChannelId);
        Assert.InRange(rig.Cache.Bytes, 0, 4_096);
        Assert.Equal(2UL, (await rig.Read(2).InTime()).WelcomeChannelId);
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task Publish_OlderThanAValueServedButTooLargeToKeep_DoesNotGoBack()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 4_096);
        var first = rig.Repository.Write(1, 1);
        rig.Repository.Write(1, 2, new string('p', 10_000));
        Assert.Equal(2UL, (await rig.Read(1).InTime()).WelcomeChannelId);

        rig.Publish(first);

        Assert.Equal(2UL, (await rig.Read(1).InTime()).WelcomeChannelId);
    }

    [Fact]
    public void Publish_GuildAsLargeAsTheBudget_IsKept()
    {
        using var rig = new CacheRig(options => options.MaxBytes = EntrySize.Fixed);
        rig.Publish(rig.Repository.Write(1, 1));
        rig.Publish(rig.Repository.Write(2, 2));

        Assert.True(rig.Cache.TryGet(2, out _));
        Assert.Equal(EntrySize.Fixed, rig.Cache.Bytes);
    }

    [Fact]
    public void Publish_CachedGuildWhenTheBudgetIsUsedUp_EvictsNobody()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 20; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        rig.Publish(rig.Repository.Write(7, 2));

        Assert.Equal(20, rig.Cache.GetStatistics().Count);
        Assert.Equal(0, rig.Cache.GetStatistics().Evictions);
    }

    [Fact]
    public void Publish_OneGuildMoreThanFits_EvictsMoreThanOneSoThatTheNextNeedNot()
    {
        const long MaxBytes = 100 * EntrySize.Fixed;
        using var rig = new CacheRig(options => options.MaxBytes = MaxBytes);
        for (ulong guild = 1; guild <= 101; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        Assert.InRange(rig.Cache.Bytes, MaxBytes * 0.9, MaxBytes * 0.95);
    }

    [Fact]
    public void Publish_ValueGrowsAndShrinks_BytesFollow()
    {
        using var rig = new CacheRig();
        rig.Publish(rig.Repository.Write(1, 1));
        var small = rig.Cache.Bytes;
        rig.Publish(rig.Repository.Write(1, 1, new string('p', 100)));
        Assert.True(rig.Cache.Bytes > small + 200);
        rig.Publish(rig.Repository.Write(1, 1));
        Assert.Equal(small, rig.Cache.Bytes);
    }

    [Fact]
    public async Task Publish_ExpiredEntriesFillTheBudget_GiveWay()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 20; guild++)
        {
            await rig.Read(guild).InTime();
        }

        rig.Expire();
        for (ulong guild = 101; guild <= 110; guild++)
        {
            await Task.Run(() => rig.Read(guild)).InTime();
        }

        Assert.All(Enumerable.Range(101, 10), guild => Assert.True(rig.Cache.TryGet((ulong)guild, out _)));
        Assert.InRange(rig.Cache.Bytes, 1, 20 * EntrySize.Fixed);

        // Counted as what they were, and among the evictions.
        var expired = rig.Cache.Counters.Evictions(EvictionReason.Expired);
        Assert.InRange(expired, 10, 20);
        Assert.Equal(0, rig.Cache.Counters.Evictions(EvictionReason.Capacity));
        Assert.Equal(expired, rig.Cache.GetStatistics().Evictions);
    }

    [Fact]
    public void Publish_FreshEntriesFillTheBudget_AreCountedAsDroppedForRoom()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 30; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        Assert.InRange(rig.Cache.Counters.Evictions(EvictionReason.Capacity), 10, 30);
        Assert.Equal(0, rig.Cache.Counters.Evictions(EvictionReason.Expired));
    }
}

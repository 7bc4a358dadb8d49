using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Cached bytes stay within the budget, and the least recently used guilds are evicted first (invariant 9).</summary>
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
                var guild = ((ulong)thread * 1_000_000) + i + 1;
                rig.Repository.Write(guild, 1);
                await rig.Service.GetAsync(guild);
            }
        }))).InTime();
        await done.CancelAsync();
        await observer.InTime();

        Assert.InRange(largest, 1, MaxBytes);

        // Some are not cached, because another guild has taken the space that they freed.
        Assert.InRange(rig.Cache.GetStatistics().Count, 1, Threads * 2_000);
        Assert.InRange(rig.Cache.GetStatistics().Evictions, 1, Threads * 2_000);
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

    /// <summary>247 bytes are for guilds with a row, and this one takes them all.</summary>
    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Publish_GuildAsLargeAsTheBudget_TakesThePlaceOfAllOthers(int pathLength, bool isKept)
    {
        using var rig = new CacheRig(options => options.MaxBytes = 260);
        rig.Publish(rig.Repository.Write(2, 1));
        var guild = rig.Repository.Write(1, 1, new string('p', pathLength));
        Assert.Equal(247 + (2 * (pathLength - 7)), EntrySize.Of(guild.After!));

        rig.Publish(guild);

        Assert.Equal((isKept, !isKept), (rig.Cache.Get(1) is not null, rig.Cache.Get(2) is not null));
    }

    [Fact]
    public void Publish_CachedGuildGrowsBeyondTheBudget_IsCountedAsEvicted()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 4_096);
        rig.Publish(rig.Repository.Write(1, 1));

        rig.Publish(rig.Repository.Write(1, 1, new string('p', 4_096)));

        Assert.Equal((0, 0, 1), (rig.Cache.Count, rig.Cache.Bytes, rig.Cache.GetStatistics().Evictions));
    }

    [Fact]
    public void Publish_CachedGuildIsDeleted_IsNotCountedAsEvicted()
    {
        using var rig = new CacheRig();
        rig.Publish(rig.Repository.Write(1, 1));

        rig.Publish(rig.Repository.Delete(1));

        Assert.Equal((1, 0), (rig.Cache.Count, rig.Cache.GetStatistics().Evictions));
    }

    /// <summary>Anybody may ask for ids at random: that takes no place from the guilds of the bot, not even the last.</summary>
    [Fact]
    public async Task GetAsync_IdWithoutARowWhenTheBudgetIsUsedUp_EvictsNoGuild()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 20; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        var evictions = rig.Cache.GetStatistics().Evictions;
        await rig.Read(1_000).InTime();
        rig.Publish(rig.Repository.Delete(19));
        rig.Cache.PublishForeign(rig.Repository.Write(2_000, 1, new string('p', 100)));

        Assert.Equal((1, 1), (evictions, rig.Cache.GetStatistics().Evictions));
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
    public void Publish_CachedGuildWhenTheBudgetIsUsedUp_EvictsNoGuild()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 22 * EntrySize.Fixed);
        for (ulong guild = 1; guild <= 20; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        rig.Publish(rig.Repository.Write(7, 2));

        Assert.Equal(20, rig.Cache.GetStatistics().Count);
        Assert.Equal(0, rig.Cache.GetStatistics().Evictions);
    }

    [Fact]
    public void Publish_MoreThanFits_KeepsGuildsInUse()
    {
        const int Fitting = 2_000;
        using var rig = new CacheRig(options => options.MaxBytes = Fitting * EntrySize.Fixed * 20 / 19);
        for (ulong guild = 1; guild <= Fitting; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        // Every fourth guild is read; as many new guilds are added as there are others.
        for (var round = 0; round < 10; round++)
        {
            rig.Time.Advance(_touchInterval);
            for (ulong guild = 4; guild <= Fitting; guild += 4)
            {
                rig.Cache.TryGet(guild, out _);
            }

            for (var i = 0; i < 150; i++)
            {
                rig.Publish(rig.Repository.Write((ulong)(10_000 + (round * 150) + i), 1));
            }
        }

        // With a probability of 1 in 4^16, a sample of 16 consists only of guilds in use although there are others.
        Assert.InRange(Enumerable.Range(1, Fitting / 4).Count(guild => rig.Cache.TryGet((ulong)guild * 4, out _)), 490, 500);
        Assert.Equal(1_500, rig.Cache.Counters.Evictions(EvictionReason.Capacity));
    }

    [Fact]
    public async Task GetAsync_ManyIdsWithoutARow_EvictNoStoredGuild()
    {
        const int Stored = 8_000;
        using var rig = new CacheRig(options => options.MaxBytes = (Stored * EntrySize.Fixed * 20 / 19) + 1_000);
        for (ulong guild = 1; guild <= Stored; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        for (ulong stranger = 1_000_000; stranger < 1_060_000; stranger++)
        {
            Assert.False((await rig.Service.GetAsync(stranger, TestContext.Current.CancellationToken)).Exists);
        }

        Assert.Equal(Stored, Enumerable.Range(1, Stored).Count(guild => rig.Cache.TryGet((ulong)guild, out _)));
        Assert.InRange(rig.Cache.Bytes, 1, rig.Cache.MaxBytes);
    }

    [Fact]
    public async Task GetAsync_ManyGuildsOfOtherShards_EvictNoneOfThisProcess()
    {
        const int Stored = 2_000;
        using var rig = new CacheRig(
            options => options.MaxBytes = (Stored * EntrySize.Fixed * 20 / 19) + 1_000,
            shards => (shards.Total, shards.Ids) = (2, [0]));
        for (ulong guild = 1; guild <= Stored; guild++)
        {
            rig.Publish(rig.Repository.Write(guild, 1));
        }

        for (ulong other = 1; other <= 10_000; other++)
        {
            var id = other | (1UL << 22);
            rig.Repository.Write(id, 7);
            Assert.Equal(7UL, (await rig.Service.GetAsync(id, TestContext.Current.CancellationToken)).WelcomeChannelId);
        }

        Assert.Equal(Stored, Enumerable.Range(1, Stored).Count(guild => rig.Cache.TryGet((ulong)guild, out _)));
        Assert.InRange(rig.Cache.Bytes, 1, rig.Cache.MaxBytes);
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
}

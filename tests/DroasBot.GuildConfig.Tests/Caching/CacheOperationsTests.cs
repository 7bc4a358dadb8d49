using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Random sequences of all operations, one after another: after each, the bytes add up, and what is cached is what is stored.</summary>
public sealed class CacheOperationsTests
{
    private const int Guilds = 60;
    private const int Steps = 3_000;

    private static IEnumerable<ulong> AllGuilds => Enumerable.Range(0, Guilds).Select(GuildAt);

    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(6_000, 1)]
    [InlineData(6_000, 2)]
    [InlineData(100_000_000, 1)]
    [InlineData(100_000_000, 2)]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "9")]
    public async Task Cache_AnyOperations_AddsUpAndServesWhatIsStored(long maxBytes, int shards)
    {
        using var rig = new CacheRig(options => options.MaxBytes = maxBytes, options => (options.Total, options.Ids) = (shards, [0]));
        var random = new Random(shards);
        var unheard = new HashSet<ulong>();
        for (var step = 0; step < Steps; step++)
        {
            var guild = GuildAt(random.Next(Guilds));
            switch (random.Next(16))
            {
                case < 4:
                    rig.Publish(Change(rig, random, guild));
                    unheard.Remove(guild);
                    break;
                case < 7:
                    rig.Cache.PublishForeign(Change(rig, random, guild));
                    unheard.Remove(guild);
                    break;
                case 7:
                    Change(rig, random, guild);
                    unheard.Add(guild);
                    break;
                case 8:
                    rig.Cache.Invalidate(guild);
                    unheard.Remove(guild);
                    break;
                case 9:
                    await rig.Reload(guild).InTime();
                    unheard.Remove(guild);
                    break;
                case 10:
                    await rig.LoadAll().InTime();
                    unheard.RemoveWhere(other => IsOwn(other, shards));
                    break;
                case 11:
                    await rig.Preloader.RefreshAsync(CancellationToken.None).InTime();
                    unheard.RemoveWhere(other => IsOwn(other, shards));
                    break;
                case 12:
                    rig.Time.Advance(TimeSpan.FromSeconds(1));
                    break;
                default:
                    await rig.Read(guild).InTime();
                    break;
            }

            await AssertSoundAsync(rig, shards, unheard);
            Assert.InRange(rig.Cache.Bytes, 0, maxBytes);
        }
    }

    private static ulong GuildAt(int place) => (ulong)(place + 1) << 22;

    /// <summary>Every second guild belongs to shard 0 of 2.</summary>
    private static bool IsOwn(ulong guild, int shards) => shards == 1 || (guild >> 22) % 2 == 0;

    private static GuildConfigChange Change(CacheRig rig, Random random, ulong guild)
        => random.Next(4) == 0 && rig.Repository.Has(guild)
            ? rig.Repository.Delete(guild)
            : rig.Repository.Write(guild, 1, random.Next(2) == 0 ? new string('p', random.Next(1, 200)) : null);

    private static async Task AssertSoundAsync(CacheRig rig, int shards, HashSet<ulong> unheard)
    {
        foreach (var guild in AllGuilds)
        {
            if (rig.Cache.Get(guild) is { } cached)
            {
                var stored = (await rig.Repository.FindAsync(guild, CancellationToken.None)).Snapshot;
                Assert.True(cached.Revision == stored.Revision || unheard.Contains(guild), $"Guild {guild} is stored at {stored.Revision}, and cached at {cached.Revision}.");
            }
        }

        Assert.Equal(rig.Cache.CountAgain(AllGuilds, guild => IsOwn(guild, shards)), (rig.Cache.Count, rig.Cache.Bytes));
    }
}

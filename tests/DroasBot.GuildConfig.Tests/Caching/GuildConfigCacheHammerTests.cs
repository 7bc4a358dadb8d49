using System.Collections.Concurrent;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>All operations concurrently; afterwards the counters must add up, and no reader may have seen a guild go back.</summary>
public sealed class GuildConfigCacheHammerTests
{
    private const int Guilds = 200;
    private const int Threads = 8;
    private const int Steps = 5_000;
    private const int Changes = 200_000;

    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000_000)]
    public async Task Cache_RandomConcurrentOperations_StaysConsistent(long maxBytes)
    {
        using var rig = new CacheRig(options => options.MaxBytes = maxBytes);
        var writes = new Lock();
        var reads = 0L;
        var seen = new ConcurrentDictionary<ulong, long>();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var step = 0; step < Steps; step++)
            {
                var guild = (ulong)random.Next(1, Guilds + 1);
                switch (random.Next(100))
                {
                    case < 15:
                        // Like the write queue: one writer, which publishes in the order of revisions.
                        lock (writes)
                        {
                            rig.Publish(rig.Repository.Write(guild, 1, random.Next(2) == 0 ? new string('p', random.Next(1, 200)) : null));
                        }

                        break;
                    case < 18:
                        rig.Cache.Invalidate(guild);
                        break;
                    case < 20:
                        await rig.Reload(guild);
                        break;
                    case 20 when step % 10 == 0:
                        await rig.LoadAll();
                        break;
                    case < 25:
                        rig.Time.Advance(TimeSpan.FromSeconds(20));
                        break;
                    default:
                        var floor = seen.GetValueOrDefault(guild);
                        var revision = (await rig.Service.GetAsync(guild)).Revision;
                        Interlocked.Increment(ref reads);
                        Assert.True(revision >= floor, $"Guild {guild} went back from {floor} to {revision}.");
                        seen.AddOrUpdate(guild, revision, (_, known) => Math.Max(known, revision));
                        break;
                }
            }
        }))).InTime();

        var statistics = rig.Cache.GetStatistics();
        Assert.Equal(reads, statistics.Hits + statistics.Misses + statistics.ExpiredHits + statistics.StaleHits);
        await AssertAddsUpAsync(rig);
    }

    /// <remarks>A regression test: a read after a change could join a load that had read its value before the change.</remarks>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Invariant", "3")]
    public async Task GetAsync_GuildIsDroppedAfterEachChange_IsNotOlderThanTheLastChangeBefore(bool isFailing)
    {
        using var rig = new CacheRig();
        var published = rig.Publish(rig.Repository.Write(1)).Revision;
        var readers = Enumerable.Range(0, Threads).Select(_ => OwnThread.RunAsync(ReadToTheLastChange)).ToList();

        while (Interlocked.Read(ref published) < Changes && !readers.Exists(reader => reader.IsFaulted))
        {
            Interlocked.Exchange(ref published, rig.Publish(rig.Repository.Write(1)).Revision);
            rig.Repository.Failure = isFailing && published % 2 == 0 ? StubRepository.Outage() : null;
            rig.Cache.Invalidate(1);
        }

        Interlocked.Exchange(ref published, Changes);
        Assert.All(await Task.WhenAll(readers).InTime(), reads => Assert.NotEqual(0, reads));

        int ReadToTheLastChange()
        {
            var reads = 0;
            for (long before; (before = Interlocked.Read(ref published)) < Changes; reads++)
            {
                try
                {
                    var revision = rig.Read(1).GetAwaiter().GetResult().Revision;
                    Assert.True(revision >= before, $"Revision {before} was published before a read that gave {revision}.");
                }
                catch (GuildConfigStoreException) when (isFailing)
                {
                    // Nothing cached can be served instead.
                }
            }

            return reads;
        }
    }

    private static async Task AssertAddsUpAsync(CacheRig rig)
    {
        // Guilds served past their time-to-live may still be reloading in the background.
        for (var before = -1; before != rig.Repository.Queries;)
        {
            before = rig.Repository.Queries;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var statistics = rig.Cache.GetStatistics();
        Assert.Equal(rig.Cache.CountAgain(Enumerable.Range(1, Guilds).Select(guild => (ulong)guild)), (statistics.Count, statistics.Bytes));

        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            // There is no load left for this read to join: it queries once.
            rig.Cache.Invalidate(guild);
            var queries = rig.Repository.Queries;
            var read = await rig.Read(guild).InTime();
            Assert.Equal(queries + 1, rig.Repository.Queries);
            Assert.Equal((await rig.Repository.FindAsync(guild, TestContext.Current.CancellationToken)).Snapshot.Revision, read.Revision);
            rig.Cache.Invalidate(guild);
        }

        Assert.Equal(0, rig.Cache.Bytes);
        Assert.Equal(0, rig.Cache.GetStatistics().Count);
    }
}

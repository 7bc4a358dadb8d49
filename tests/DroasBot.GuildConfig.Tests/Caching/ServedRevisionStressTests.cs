using System.Collections.Concurrent;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>
/// Two writers (this process and another one, which the feed reports late), evictions, values too large to cache, refreshes, drops and outages,
/// all at random: a read returns at least the newest revision that was served before it began, or that this process has written.
/// </summary>
/// <remarks>For a longer run set <c>GUILD_CONFIG_STRESS_READS</c> to the number of reads.</remarks>
public sealed class ServedRevisionStressTests
{
    private const int Guilds = 24;
    private const int Readers = 6;

    private static readonly string _long = new('p', 1_000);
    private static readonly string _tooLong = new('p', 20_000);

    private static long Reads => long.TryParse(Environment.GetEnvironmentVariable("GUILD_CONFIG_STRESS_READS"), out var reads) ? reads : 200_000;

    [Theory]
    [InlineData(3_000)]
    [InlineData(20_000)]
    [InlineData(100_000_000)]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    public async Task GetAsync_RandomOperations_NeverGoesBack(long maxBytes)
    {
        using var rig = new CacheRig(options => options.MaxBytes = maxBytes);
        rig.Repository.AfterSight = YieldAtRandomAsync;
        var commits = new Lock();
        var heard = new ConcurrentQueue<GuildConfigChange>();
        var served = new long[Guilds + 1];
        var left = Reads / 3;
        using var ended = new CancellationTokenSource();

        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var guild = Random.Shared.Next(1, Guilds + 1);
                var floor = Volatile.Read(ref served[guild]);
                GuildConfigSnapshot snapshot;
                try
                {
                    snapshot = await rig.Service.GetAsync((ulong)guild);
                }
                catch (GuildConfigStoreException)
                {
                    continue;
                }

                Assert.Equal((ulong)guild, snapshot.GuildId);
                Assert.True(snapshot.Revision >= floor, $"Guild {guild} went back from {floor} to {snapshot.Revision}.");
                Raise(ref served[guild], snapshot.Revision);
            }
        })).ToList();
        var others = new[]
        {
            LoopAsync(() =>
            {
                // Like the writer: commits, then publishes, then acknowledges; the feed delivers it again.
                var guild = Random.Shared.Next(1, Guilds + 1);
                GuildConfigChange change;
                lock (commits)
                {
                    change = Write(rig, guild);
                    heard.Enqueue(change);
                }

                rig.Publish(change);
                Raise(ref served[guild], change.Revision);
                return Task.CompletedTask;
            }, ended.Token),
            LoopAsync(() =>
            {
                // The other process.
                lock (commits)
                {
                    heard.Enqueue(Write(rig, Random.Shared.Next(1, Guilds + 1)));
                }

                return Task.CompletedTask;
            }, ended.Token),
            LoopAsync(() =>
            {
                // The feed, late.
                for (var lag = Random.Shared.Next(50); heard.Count > lag && heard.TryDequeue(out var change);)
                {
                    rig.Publish(change);
                }

                return Task.CompletedTask;
            }, ended.Token),
            LoopAsync(async () =>
            {
                var guild = Random.Shared.Next(1, Guilds + 1);
                switch (Random.Shared.Next(20))
                {
                    case < 10:
                        var floor = Volatile.Read(ref served[guild]);
                        Assert.True((await rig.Reload((ulong)guild)).Revision >= floor, $"A refresh of guild {guild} went back.");
                        break;
                    case < 14:
                        rig.Cache.Invalidate((ulong)guild);
                        break;
                    case < 16:
                        await rig.LoadAll();
                        break;
                    case < 18:
                        rig.Time.Advance(rig.TimeToLive / 3);
                        break;
                    default:
                        rig.Repository.Failure = rig.Repository.Failure is null ? StubRepository.Outage() : null;
                        break;
                }
            }, ended.Token),
        };

        try
        {
            await Task.WhenAll(readers);
        }
        finally
        {
            await ended.CancelAsync();
            rig.Repository.Failure = null;
            await Task.WhenAll(others);
        }

        while (heard.TryDequeue(out var change))
        {
            rig.Publish(change);
        }

        for (var guild = 1UL; guild <= Guilds; guild++)
        {
            Assert.Equal((await rig.Repository.FindAsync(guild, TestContext.Current.CancellationToken)).Snapshot.Revision, (await rig.Service.GetAsync(guild, TestContext.Current.CancellationToken)).Revision);
        }
    }

    private static GuildConfigChange Write(CacheRig rig, int guild)
        => rig.Repository.Write((ulong)guild, 1, Random.Shared.Next(8) switch { 0 => _tooLong, 1 => _long, _ => null });

    private static async Task LoopAsync(Func<Task> step, CancellationToken ended)
        => await Task.Run(
            async () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    try
                    {
                        await step();
                    }
                    catch (GuildConfigStoreException)
                    {
                        // The outage.
                    }

                    await YieldAtRandomAsync();
                }
            },
            CancellationToken.None);

    private static async Task YieldAtRandomAsync()
    {
        for (var yields = Random.Shared.Next(4); yields > 0; yields--)
        {
            await Task.Yield();
        }
    }

    private static void Raise(ref long value, long to)
    {
        for (var seen = Volatile.Read(ref value); seen < to;)
        {
            var found = Interlocked.CompareExchange(ref value, to, seen);
            seen = found == seen ? to : found;
        }
    }
}

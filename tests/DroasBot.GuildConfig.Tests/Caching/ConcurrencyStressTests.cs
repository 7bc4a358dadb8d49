using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>Many simultaneous callers on a real file: no update is lost, and no read after a completed write misses it (invariant 3).</summary>
public sealed class ConcurrencyStressTests
{
    private const int Callers = 64;
    private const int Guilds = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100_000_000, 50)]
    [InlineData(4_096, 20)]
    [Trait("Invariant", "3")]
    public async Task UpdateAsync_ManyCallersAddOne_NoneIsLost(long maxBytes, int each)
    {
        await using var host = await TestHost.StartAsync(options => options.Cache.MaxBytes = maxBytes);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                var random = new Random(caller);
                for (var i = 0; i < each; i++)
                {
                    var guild = (ulong)((caller + i) % Guilds) + 1;
                    var written = await host.Service.UpdateAsync(guild, AddOne, cancellationToken: Token);
                    AssertNotOlder(written, await host.Service.GetAsync(guild, Token));
                    if (random.Next(10) == 0)
                    {
                        host.Cache.Invalidate(guild);
                        AssertNotOlder(written, await host.Service.GetAsync(guild, Token));
                    }
                }
            },
            Token))).InTime();

        var total = 0UL;
        for (ulong guild = 1; guild <= Guilds; guild++)
        {
            var cached = (await host.Service.GetAsync(guild, Token)).WelcomeChannelId;
            Assert.Equal(ExpectedSum(guild, each), cached);
            host.Cache.Invalidate(guild);
            Assert.Equal(cached, (await host.Service.GetAsync(guild, Token)).WelcomeChannelId);
            total += cached!.Value;
        }

        Assert.Equal((ulong)(Callers * each), total);
        Assert.Equal(Callers * each, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task Service_ThousandsOfConcurrentMixedOperations_EndConsistent()
    {
        // Hundreds of writes have their own transaction, and the last one waits for all.
        await using var host = await TestHost.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => Task.Run(
            async () =>
            {
                var guild = (ulong)(i % 50) + 1;
                switch (i % 7)
                {
                    case 0:
                        await host.Service.DeleteAsync(guild, cancellationToken: Token);
                        break;
                    case 1:
                        AssertExists(await host.Service.GetOrCreateAsync(guild, cancellationToken: Token));
                        break;
                    case 2:
                        await host.Service.TransactAsync(
                            async (transaction, token) =>
                            {
                                // Both or neither.
                                await transaction.UpdateAsync(guild + 1_000, AddOne, token);
                                await transaction.UpdateAsync(guild + 2_000, AddOne, token);
                            },
                            cancellationToken: Token);
                        break;
                    case 4:
                        // Fails in the middle of a batch whose other units succeed.
                        await Assert.ThrowsAsync<NotSupportedException>(() => host.Service.TransactAsync(
                            async (transaction, token) =>
                            {
                                await transaction.UpdateAsync(guild + 3_000, AddOne, token);
                                throw new NotSupportedException();
                            },
                            cancellationToken: Token));
                        break;
                    case 3:
                        await host.Service.UpdateAsync(guild, editor => editor.SetBackground($"{i}.png", "image/png"), cancellationToken: Token);
                        break;
                    default:
                        await host.Service.GetAsync(guild, Token);
                        break;
                }
            },
            Token))).InTime();

        await foreach (var stored in host.Service.ListAsync(Token))
        {
            Assert.Equal(stored.Revision, (await host.Service.GetAsync(stored.GuildId, Token)).Revision);
        }

        for (ulong guild = 1; guild <= 50; guild++)
        {
            var one = await host.Service.GetAsync(guild + 1_000, Token);
            Assert.Equal(one.WelcomeChannelId, (await host.Service.GetAsync(guild + 2_000, Token)).WelcomeChannelId);
            Assert.False((await host.Service.GetAsync(guild + 3_000, Token)).Exists);
        }

        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE guild_id > 3000"));
        Assert.Equal(
            await host.ScalarAsync<long>("SELECT count(*) FROM guild_config WHERE background_ref IS NOT NULL"),
            await host.ScalarAsync<long>("SELECT count(*) FROM background_asset"));
    }

    private static void AddOne(GuildConfigEditor editor) => editor.WelcomeChannelId = (editor.WelcomeChannelId ?? 0) + 1;

    private static void AssertNotOlder(GuildConfigSnapshot written, GuildConfigSnapshot read)
    {
        Assert.True(read.Revision >= written.Revision, $"Wrote revision {written.Revision}, then read {read.Revision}.");
        Assert.True(read.WelcomeChannelId >= written.WelcomeChannelId);
    }

    private static void AssertExists(GuildConfigSnapshot snapshot) => Assert.True(snapshot.Exists);

    private static ulong ExpectedSum(ulong guild, int each)
    {
        var pairs = from caller in Enumerable.Range(0, Callers) from i in Enumerable.Range(0, each) select (ulong)((caller + i) % Guilds) + 1;
        return (ulong)pairs.Count(target => target == guild);
    }
}

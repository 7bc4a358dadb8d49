using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class UnitOfWorkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TransactAsync_SeveralGuilds_CommitsAllAndReadsItsOwnWrites()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(3, cancellationToken: Token);

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 20, token);
                Assert.Equal(10UL, (await transaction.GetAsync(1, token)).WelcomeChannelId);
                Assert.True(await transaction.DeleteAsync(3, token));
                Assert.False((await transaction.GetAsync(3, token)).Exists);
            },
            new ChangeContext { ActorId = 8, Reason = "swap" },
            Token);

        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(20UL, (await host.Service.GetAsync(2, Token)).WelcomeChannelId);
        Assert.False((await host.Service.GetAsync(3, Token)).Exists);
        Assert.Equal(3L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE actor_id = 8 AND reason = 'swap'"));
    }

    [Fact]
    public async Task TransactAsync_ExceptionAtTheEnd_LeavesDatabaseAndCacheUntouched()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        var mine = await Assert.ThrowsAsync<FormatException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await transaction.UpdateAsync(2, e => e.SetBackground("a.png", "image/png"), token);
                throw new FormatException("mine");
            },
            cancellationToken: Token));

        Assert.Equal("mine", mine.Message);
        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.False((await host.Service.GetAsync(2, Token)).Exists);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM background_asset"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task TransactAsync_TransactionUsedAfterwards_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        IGuildConfigTransaction? kept = null;
        await host.Service.TransactAsync(
            (transaction, _) =>
            {
                kept = transaction;
                return Task.CompletedTask;
            },
            cancellationToken: Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.GetAsync(1, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.UpdateAsync(1, e => e.WelcomeChannelId = 1, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.DeleteAsync(1, Token));
    }

    [Fact]
    public async Task TransactAsync_ExpectedRevision_IsRefused()
    {
        await using var host = await TestHost.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => host.Service.TransactAsync((_, _) => Task.CompletedTask, new ChangeContext { ExpectedRevision = 3 }, Token));

        Assert.Equal("context", refused.ParamName);
        Assert.Contains("3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransactAsync_InvalidInput_NamesTheArgument()
    {
        await using var host = await TestHost.StartAsync();

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => transaction.GetAsync(0, token))).ParamName);
                Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => transaction.UpdateAsync(0, _ => { }, token))).ParamName);
                Assert.Equal("guildId", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => transaction.DeleteAsync(0, token))).ParamName);
                Assert.Equal("edit", (await Assert.ThrowsAsync<ArgumentNullException>(() => transaction.UpdateAsync(1, (Action<GuildConfigEditor>)null!, token))).ParamName);
            },
            cancellationToken: Token);
    }
}

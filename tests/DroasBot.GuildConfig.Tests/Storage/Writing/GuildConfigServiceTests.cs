using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class GuildConfigServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ulong> Edges => Snowflakes.Edges;

    [Fact]
    public async Task GetAsync_UnknownGuild_ReturnsDefaultsAndWritesNothing()
    {
        await using var host = await TestHost.StartAsync();

        var snapshot = await host.Service.GetAsync(42, Token);

        Assert.Equal(42UL, snapshot.GuildId);
        Assert.False(snapshot.Exists);
        Assert.Equal(0, snapshot.Revision);
        Assert.Null(snapshot.WelcomeChannelId);
        Assert.Null(snapshot.Background);
        Assert.Null(snapshot.CreatedAt);
        Assert.Null(snapshot.UpdatedAt);
        await AssertCountsAsync(host, guilds: 0, changes: 0);
    }

    [Fact]
    public async Task GetOrCreateAsync_UnknownGuild_StoresDefaultsOnce()
    {
        await using var host = await TestHost.StartAsync();

        var created = await host.Service.GetOrCreateAsync(42, cancellationToken: Token);
        var again = await host.Service.GetOrCreateAsync(42, cancellationToken: Token);

        Assert.True(created.Exists);
        Assert.Equal(1, created.Revision);
        Assert.Null(created.WelcomeChannelId);
        Assert.Equal(1, again.Revision);
        await AssertCountsAsync(host, guilds: 1, changes: 1);
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task UpdateAsync_EdgeSnowflakes_RoundTripThroughARestart(ulong id)
    {
        await using var host = await TestHost.StartAsync();
        var context = new ChangeContext { ActorId = id };
        await host.Service.UpdateAsync(id, e => e.WelcomeChannelId = id, context, Token);

        await host.RestartAsync();
        var read = await host.Service.GetAsync(id, Token);

        Assert.Equal(id, read.GuildId);
        Assert.Equal(id, read.WelcomeChannelId);
        var row = Assert.Single(await host.QueryAsync("SELECT guild_id, welcome_channel_id FROM guild_config"));
        Assert.Equal(unchecked((long)id), row[0]);
        Assert.Equal(unchecked((long)id), row[1]);
        Assert.Equal(unchecked((long)id), await host.ScalarAsync<long>("SELECT actor_id FROM guild_config_change"));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task UpdateAsync_EdgeSnowflakes_RoundTripWithoutPreload(ulong id)
    {
        await using var host = await TestHost.StartAsync(options => options.PreloadOnStartup = false);
        await host.Service.UpdateAsync(id, e => e.WelcomeChannelId = id, cancellationToken: Token);

        await host.RestartAsync();

        Assert.Equal(id, (await host.Service.GetAsync(id, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task UpdateAsync_SecondEdit_KeepsUntouchedValues()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        var both = await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        Assert.Equal(10UL, both.WelcomeChannelId);
        Assert.Equal("a.png", both.Background!.FilePath);
        Assert.Equal(2, both.Revision);
    }

    [Fact]
    public async Task UpdateAsync_TimesOfTheClock_AreStoredAsUtcMilliseconds()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero).AddTicks(2345));
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        clock.Advance(TimeSpan.FromMilliseconds(1500));

        var updated = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        var created = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero);
        Assert.Equal(created, updated.CreatedAt);
        Assert.Equal(created.AddMilliseconds(1500), updated.UpdatedAt);
        Assert.Equal(created, updated.Background!.CreatedAt);
        Assert.Equal(TimeSpan.Zero, updated.UpdatedAt!.Value.Offset);
        var row = Assert.Single(await host.QueryAsync("SELECT g.created_at, g.updated_at, b.created_at FROM guild_config g JOIN background_asset b ON b.id = g.background_ref"));
        Assert.Equal([created.ToUnixTimeMilliseconds(), created.ToUnixTimeMilliseconds() + 1500, created.ToUnixTimeMilliseconds()], row);
    }

    [Fact]
    public async Task DeleteAsync_StoredGuild_LeavesDefaults()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);

        Assert.True(await host.Service.DeleteAsync(1, cancellationToken: Token));
        Assert.False(await host.Service.DeleteAsync(1, cancellationToken: Token));

        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        await AssertCountsAsync(host, guilds: 0, changes: 2);
    }

    [Fact]
    public async Task GetOrCreateAsync_AfterDeletion_StartsAgainWithANewRevision()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        await host.Service.DeleteAsync(1, cancellationToken: Token);

        var again = await host.Service.GetOrCreateAsync(1, cancellationToken: Token);

        Assert.Equal(3, again.Revision);
        Assert.Null(again.WelcomeChannelId);
    }

    [Fact]
    public async Task AnyMember_GuildIdZero_NamesArgumentAndValueAndWritesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var service = host.Service;
        Func<Task>[] calls =
        [
            async () => await service.GetAsync(0, Token),
            () => service.GetOrCreateAsync(0, cancellationToken: Token),
            () => service.UpdateAsync(0, e => e.WelcomeChannelId = 1, cancellationToken: Token),
            () => service.DeleteAsync(0, cancellationToken: Token),
            () => host.Cache.RefreshAsync(0, Token),
            () => { host.Cache.Invalidate(0); return Task.CompletedTask; },
        ];

        foreach (var call in calls)
        {
            var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(call);
            Assert.Equal("guildId", refused.ParamName);
            Assert.Equal(0UL, refused.ActualValue);
        }

        await AssertCountsAsync(host, guilds: 0, changes: 0);
    }

    [Fact]
    public async Task UpdateAsync_NullDelegates_AreNamed()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal("edit", (await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.UpdateAsync(1, (Action<GuildConfigEditor>)null!, cancellationToken: Token))).ParamName);
        Assert.Equal("work", (await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.TransactAsync(null!, cancellationToken: Token))).ParamName);
    }

    [Fact]
    public async Task AnyWrite_CancelledToken_ChangesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Service.GetAsync(1, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Service.GetOrCreateAsync(1, cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Service.DeleteAsync(1, cancellationToken: cancelled));

        await AssertCountsAsync(host, guilds: 0, changes: 0);
    }

    [Fact]
    public async Task AnyWrite_AnotherRevisionExpected_FailsWithBothRevisions()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        var stale = new ChangeContext { ExpectedRevision = 7 };
        Func<Task>[] calls =
        [
            () => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, stale, Token),
            () => host.Service.DeleteAsync(1, stale, Token),
            () => host.Service.GetOrCreateAsync(1, stale, Token),
        ];

        foreach (var call in calls)
        {
            var conflict = await Assert.ThrowsAsync<GuildConfigConflictException>(call);
            Assert.Equal((1UL, 7L, 1L), (conflict.GuildId, conflict.ExpectedRevision, conflict.ActualRevision));
        }

        await AssertCountsAsync(host, guilds: 1, changes: 1);
        Assert.Equal(11UL, (await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, new ChangeContext { ExpectedRevision = 1 }, Token)).WelcomeChannelId);
    }

    private static async Task AssertCountsAsync(TestHost host, long guilds, long changes)
    {
        Assert.Equal(guilds, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
        Assert.Equal(changes, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(changes, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }
}

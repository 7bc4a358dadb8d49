using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class GuildConfigChangeLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetHistoryAsync_EveryKindOfChange_HasBeforeAfterActorReasonAndTimeNewestFirst()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var started = time.GetUtcNow();
        await host.Service.GetOrCreateAsync(1, new ChangeContext { ActorId = 11, Reason = "joined" }, Token);
        await host.Service.GetOrCreateAsync(2, cancellationToken: Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = ulong.MaxValue, Reason = "moved ✓" }, Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await host.Service.DeleteAsync(1, cancellationToken: Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await Log(host).RestoreAsync(1, 3, new ChangeContext { ActorId = 12 }, Token);

        var history = await HistoryAsync(host, 1);

        Assert.Equal([5L, 4, 3, 1], history.Select(change => change.Revision));
        Assert.Equal(
            [GuildConfigChangeKind.Restored, GuildConfigChangeKind.Deleted, GuildConfigChangeKind.Updated, GuildConfigChangeKind.Created],
            history.Select(change => change.Kind));
        Assert.Equal([12UL, null, ulong.MaxValue, 11UL], history.Select(change => change.ActorId));
        Assert.Equal([null, null, "moved ✓", "joined"], history.Select(change => change.Reason));
        Assert.Equal([3, 2, 1, 0], history.Select(change => (change.ChangedAt - started).TotalSeconds));
        Assert.All(history, change => Assert.Equal(TimeSpan.Zero, change.ChangedAt.Offset));
        Assert.Equal([null, 5UL, null, null], history.Select(change => change.Before?.WelcomeChannelId));
        Assert.Equal([5UL, null, 5UL, null], history.Select(change => change.After?.WelcomeChannelId));
        Assert.Equal([false, true, true, false], history.Select(change => change.Before is not null));
        Assert.Equal([true, false, true, true], history.Select(change => change.After is not null));
        Assert.Equal(3, history[2].After!.Revision);
        Assert.Equal(1, history[2].Before!.Revision);
    }

    [Fact]
    public async Task GetHistoryAsync_MoreThanAPage_ReturnsAllOnce()
    {
        const int Changes = (ChangeLogReader.PageSize * 2) + 1;
        await using var host = await TestHost.StartAsync();
        for (var i = 1UL; i <= Changes; i++)
        {
            await SetAsync(host, 1, i);
            await SetAsync(host, ulong.MaxValue, i);
        }

        Assert.Equal(Enumerable.Range(1, Changes).Reverse().Select(i => (ulong)i), (await HistoryAsync(host, 1)).Select(change => change.After!.WelcomeChannelId!.Value));
        Assert.Equal(Changes, (await HistoryAsync(host, ulong.MaxValue)).Count);
    }

    [Fact]
    public async Task GetHistoryAsync_ChangesDuringTheEnumeration_DoNotAffectIt()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 1UL; i <= ChangeLogReader.PageSize + 1; i++)
        {
            await SetAsync(host, 1, i);
        }

        var seen = new List<long>();
        await foreach (var change in Log(host).GetHistoryAsync(1, Token))
        {
            seen.Add(change.Revision);
            await SetAsync(host, 1, 1000 + (ulong)seen.Count);
        }

        Assert.Equal(Enumerable.Range(1, ChangeLogReader.PageSize + 1).Reverse().Select(i => (long)i), seen);
    }

    [Fact]
    public async Task GetHistoryAsync_GuildWithoutChanges_IsEmpty()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Empty(await HistoryAsync(host, 1));
        Assert.Equal("guildId", Assert.Throws<ArgumentOutOfRangeException>(() => Log(host).GetHistoryAsync(0, Token)).ParamName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task GetHistoryAsync_BeforeARevisionThatDoesNotExist_IsRefused(long beforeRevision)
    {
        await using var host = new TestHost();

        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => Log(host).GetHistoryAsync(1, beforeRevision, Token));

        Assert.Equal(("beforeRevision", (object)beforeRevision), (refused.ParamName, refused.ActualValue));
    }

    [Fact]
    public async Task RestoreAsync_EarlierVersion_IsANewChangeOfKindRestored()
    {
        await using var host = await TestHost.StartAsync();
        var first = await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.SetBackground("a.png", "image/png");
            },
            cancellationToken: Token);
        await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 6;
                e.SetBackground("b.png", "image/png");
            },
            cancellationToken: Token);
        await using var watch = new ChangeProbe(host.Services);

        var restored = await Log(host).RestoreAsync(1, 1, new ChangeContext { ActorId = 8, Reason = "undo" }, Token);

        Assert.Equal((3L, 5UL, first.Background, first.CreatedAt), (restored.Revision, restored.WelcomeChannelId!.Value, restored.Background, restored.CreatedAt));
        var read = await host.Service.GetAsync(1, Token);
        Assert.Equal((3L, 5UL, first.Background, restored.SettingsJson), (read.Revision, read.WelcomeChannelId!.Value, read.Background, read.SettingsJson));
        var change = await watch.NextAsync();
        Assert.Equal((GuildConfigChangeKind.Restored, 8UL, "undo"), (change.Kind, change.ActorId!.Value, change.Reason));
        Assert.Equal((6UL, 5UL), (change.Before!.WelcomeChannelId!.Value, change.After!.WelcomeChannelId!.Value));
        Assert.Equal("a.png", await host.ScalarAsync<string>("SELECT group_concat(file_path) FROM background_asset"));
    }

    [Fact]
    public async Task RestoreAsync_DeletedGuild_IsRestoredWithItsBackground()
    {
        await using var host = await TestHost.StartAsync();
        var before = await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.SetBackground("a.png", "image/png");
            },
            cancellationToken: Token);
        await host.Service.DeleteAsync(1, cancellationToken: Token);

        await Log(host).RestoreAsync(1, before.Revision, cancellationToken: Token);
        await host.RestartAsync();

        var snapshot = await host.Service.GetAsync(1, Token);
        Assert.Equal((5UL, before.Background, before.CreatedAt, 3L), (snapshot.WelcomeChannelId!.Value, snapshot.Background, snapshot.CreatedAt, snapshot.Revision));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM background_asset"));
    }

    [Fact]
    public async Task RestoreAsync_Deletion_DeletesAgain()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.Service.DeleteAsync(1, cancellationToken: Token);
        await SetAsync(host, 1, 5);

        var restored = await Log(host).RestoreAsync(1, 2, cancellationToken: Token);

        Assert.False(restored.Exists);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
        Assert.Equal((GuildConfigChangeKind.Restored, null), ((await HistoryAsync(host, 1))[0].Kind, (await HistoryAsync(host, 1))[0].After));
    }

    [Fact]
    public async Task RestoreAsync_CurrentValues_WritesNothing()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 5);
        await SetAsync(host, 1, 6);
        await SetAsync(host, 1, 5);
        await host.Service.GetOrCreateAsync(2, cancellationToken: Token);
        await host.Service.DeleteAsync(2, cancellationToken: Token);

        Assert.Equal(3, (await Log(host).RestoreAsync(1, 1, cancellationToken: Token)).Revision);
        Assert.False((await Log(host).RestoreAsync(2, 5, cancellationToken: Token)).Exists);

        Assert.Equal(5L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Theory]
    [Trait("Invariant", "7")]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task RestoreAsync_RevisionOfAnotherGuildOrUnknown_NamesTheValueAndChangesNothing(long revision)
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 5);
        await SetAsync(host, 2, 424242);
        await host.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log(host).RestoreAsync(1, revision, cancellationToken: Token));

        Assert.Equal(("revision", (object)revision), (refused.ParamName, refused.ActualValue));
        Assert.StartsWith(revision > 0 ? "The history of guild 1 has no such revision." : "revision (", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("424242", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(3L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Theory]
    [InlineData(0, 1, "guildId")]
    [InlineData(1, 0, "revision")]
    [InlineData(1, -1, "revision")]
    public async Task RestoreAsync_BadArgument_IsRefusedBeforeAnythingIsStarted(ulong guildId, long revision, string name)
    {
        await using var host = new TestHost();

        Assert.Equal(name, (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log(host).RestoreAsync(guildId, revision, cancellationToken: Token))).ParamName);

        Assert.False(File.Exists(host.DatabasePath));
    }

    [Fact]
    public async Task RestoreAsync_InsideAUnit_IsRefusedBeforeTheAuthorizerIsAsked()
    {
        var authorizer = new Mock<IGuildConfigAuthorizer>(MockBehavior.Strict);
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton(authorizer.Object));

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.TransactAsync(
            (_, token) => Assert.ThrowsAsync<InvalidOperationException>(() => Log(host).RestoreAsync(1, 1, cancellationToken: token)),
            cancellationToken: Token));

        authorizer.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task RestoreAsync_UnexpectedRevision_IsAConflict()
    {
        await using var host = await TestHost.StartAsync();
        await SetAsync(host, 1, 5);
        await SetAsync(host, 1, 6);

        var conflict = await Assert.ThrowsAsync<GuildConfigConflictException>(
            () => Log(host).RestoreAsync(1, 1, new ChangeContext { ExpectedRevision = 1 }, Token));

        Assert.Equal((1UL, 1L, 2L), (conflict.GuildId, conflict.ExpectedRevision, conflict.ActualRevision));
        Assert.Equal(6UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(5UL, (await Log(host).RestoreAsync(1, 1, new ChangeContext { ExpectedRevision = 2 }, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task RestoreAsync_BackgroundThatIsNoLongerAllowed_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.Service.UpdateAsync(1, e => e.ClearBackground(), cancellationToken: Token);
        host.Directory.Write("backgrounds/a.png", "not an image"u8);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Log(host).RestoreAsync(1, 1, cancellationToken: Token));

        Assert.Null((await host.Service.GetAsync(1, Token)).Background);
    }

    [Fact]
    public async Task AnyMember_InsideAUnit_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var refused = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.TransactAsync(
            async (_, token) =>
            {
                Assert.Throws<InvalidOperationException>(() => Log(host).GetHistoryAsync(1, token));
                Assert.Throws<InvalidOperationException>(() => Log(host).WatchAsync(0, token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => Log(host).RestoreAsync(1, 1, cancellationToken: token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => host.Cache.RefreshAllAsync(everyNode: true, cancellationToken: token));
                refused = 4;
            },
            cancellationToken: Token));

        Assert.Equal(4, refused);
    }

    private static IGuildConfigChangeLog Log(TestHost host) => host.Get<IGuildConfigChangeLog>();

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId, ulong channelId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = channelId, cancellationToken: Token);

    private static async Task<List<GuildConfigChange>> HistoryAsync(TestHost host, ulong guildId)
    {
        var history = new List<GuildConfigChange>();
        await foreach (var change in Log(host).GetHistoryAsync(guildId, Token))
        {
            history.Add(change);
        }

        return history;
    }
}

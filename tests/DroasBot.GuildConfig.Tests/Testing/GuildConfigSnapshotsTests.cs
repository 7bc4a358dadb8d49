using DroasBot.GuildConfig.Testing;
using DroasBot.GuildConfig.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Testing;

/// <summary>Snapshots and changes for tests without a database.</summary>
public sealed class GuildConfigSnapshotsTests
{
    private static readonly DateTimeOffset _time = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Create_EditAndSections_MatchesTheEngine()
    {
        var snapshot = GuildConfigSnapshots.Create(
            42,
            edit =>
            {
                edit.WelcomeChannelId = 5;
                edit.SetBackground("a.png", "image/png");
                edit.Set(new ModerationSettings { WarnLimit = 7 });
            },
            builder => builder.AddSettings<ModerationSettings>("moderation").AddSettings<TicketSettings>("tickets"),
            revision: 9,
            updatedAt: _time);

        Assert.Equal((42UL, 5UL, "a.png", 9L, true), (snapshot.GuildId, snapshot.WelcomeChannelId, snapshot.Background!.FilePath, snapshot.Revision, snapshot.Exists));
        Assert.Equal((_time, _time), (snapshot.CreatedAt, snapshot.UpdatedAt));
        Assert.Equal(7, snapshot.Get<ModerationSettings>().WarnLimit);
        Assert.NotNull(snapshot.Get<TicketSettings>());
    }

    [Fact]
    public void Create_WithoutAnEdit_HasNoRow()
    {
        var snapshot = GuildConfigSnapshots.Create(42, settings: builder => builder.AddSettings<ModerationSettings>("moderation"));

        Assert.Equal((false, 0L, 3), (snapshot.Exists, snapshot.Revision, snapshot.Get<ModerationSettings>().WarnLimit));
    }

    [Fact]
    public void Create_UnstorableValue_IsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => GuildConfigSnapshots.Create(0));
        Assert.Throws<ArgumentOutOfRangeException>("revision", () => GuildConfigSnapshots.Create(1, _ => { }, revision: 0));
        Assert.ThrowsAny<ArgumentException>(() => GuildConfigSnapshots.Create(1, edit => edit.WelcomeChannelId = 0));
        Assert.Throws<ArgumentException>(() => GuildConfigSnapshots.Create(1, edit => edit.Set(new ModerationSettings())));
    }

    [Fact]
    public void CreateChange_FromTwoSnapshots_DescribesTheChange()
    {
        var none = GuildConfigSnapshots.Create(42);
        var before = GuildConfigSnapshots.Create(42, edit => edit.WelcomeChannelId = 5, revision: 3);
        var after = GuildConfigSnapshots.Create(42, edit => edit.WelcomeChannelId = 6, revision: 4, updatedAt: _time);

        var created = GuildConfigChanges.Create(none, before);
        var updated = GuildConfigChanges.Create(before, after, context: new ChangeContext { ActorId = 7, Reason = "why" });
        var deleted = GuildConfigChanges.Create(after, null);

        Assert.Equal((GuildConfigChangeKind.Created, 3L, null), (created.Kind, created.Revision, created.Before));
        Assert.Equal((GuildConfigChangeKind.Updated, 4L, 7UL, "why", _time), (updated.Kind, updated.Revision, updated.ActorId, updated.Reason, updated.ChangedAt));
        Assert.Equal("welcomeChannelId", Assert.Single(updated.Differences).Path);
        Assert.Equal((GuildConfigChangeKind.Deleted, 5L, null), (deleted.Kind, deleted.Revision, deleted.After));
        Assert.Equal(GuildConfigChangeKind.Restored, GuildConfigChanges.Create(before, after, GuildConfigChangeKind.Restored).Kind);
        Assert.Throws<ArgumentException>(() => GuildConfigChanges.Create(none, null));
        Assert.Throws<ArgumentException>(() => GuildConfigChanges.Create(GuildConfigSnapshots.Create(1, _ => { }), after));
    }

    [Fact]
    public async Task Create_ReturnedByAMock_ReachesTheHost()
    {
        var service = new Mock<IGuildConfigService>(MockBehavior.Strict);
        service.Setup(mock => mock.GetAsync(42, It.IsAny<CancellationToken>())).ReturnsAsync(GuildConfigSnapshots.Create(42, edit => edit.WelcomeChannelId = 5));
        service.Setup(mock => mock.DeleteAsync(42, null, It.IsAny<CancellationToken>())).ThrowsAsync(new GuildConfigConflictException(42, 1, 2));
        service.Setup(mock => mock.GetAsync(43, It.IsAny<CancellationToken>())).ThrowsAsync(new GuildConfigStoreException("down", isTransient: true));

        Assert.Equal(5UL, (await service.Object.GetAsync(42, TestContext.Current.CancellationToken)).WelcomeChannelId);
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => service.Object.DeleteAsync(42, cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await service.Object.GetAsync(43, TestContext.Current.CancellationToken));
    }
}

using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

/// <summary>The authorizer sees all changes of a write, and nothing else is stored.</summary>
public sealed class TouchedSectionsTests
{
    private static readonly ChangeContext _actor = new() { ActorId = 8 };

    private readonly Mock<IGuildConfigAuthorizer> _authorizer = new();
    private readonly List<string> _asked = [];

    public TouchedSectionsTests()
        => _authorizer.Setup(a => a.AuthorizeAsync(It.IsAny<GuildConfigAccess>(), It.IsAny<CancellationToken>()))
            .Returns((GuildConfigAccess access, CancellationToken _) =>
            {
                lock (_asked)
                {
                    _asked.Add($"{access.Kind}: {string.Join(' ', access.Sections)}");
                }

                return new ValueTask<bool>(!access.Sections.Contains("tickets"));
            });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Update_OfEveryPart_NamesWhatDiffers()
    {
        await using var host = await StartAsync();

        await host.Service.UpdateAsync(1, e => e.Set(new ModerationSettings { WarnLimit = 4 }), _actor, Token);
        await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.SetBackground("a.png", "image/png");
                e.Set(new ModerationSettings { WarnLimit = 5 });
            },
            _actor,
            Token);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, _actor, Token);
        await host.Service.UpdateAsync(1, e => e.Reset<ModerationSettings>(), _actor, Token);
        await host.Service.DeleteAsync(1, _actor, Token);
        await host.Get<IGuildConfigChangeLog>().RestoreAsync(1, 2, _actor, Token);
        await host.Get<IGuildConfigChangeLog>().UndoAsync(1, 2, _actor, Token);

        Assert.Equal(
            [
                "Updated: moderation",
                "Updated: welcomeChannelId background moderation",
                "Updated: ",
                "Updated: moderation",
                "Deleted: welcomeChannelId background",
                "Restored: welcomeChannelId background moderation",
                "Restored: welcomeChannelId background moderation",
            ],
            _asked);
    }

    [Fact]
    public async Task Update_OfAForbiddenSection_IsRefusedEntirelyByEveryMethod()
    {
        await using var host = await StartAsync();
        await host.Service.UpdateAsync(1, e => e.Set(new ModerationSettings { WarnLimit = 4 }), _actor, Token);
        await StoreAsync(host, """{"tickets":{"categoryId":"7"}}""");

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, EditBoth, _actor, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, EditBoth, _actor with { DryRun = true }, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, EditBoth, token), _actor, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.DeleteAsync(1, _actor, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Get<IGuildConfigChangeLog>().RestoreAsync(1, 1, _actor, Token));

        Assert.Equal("""{"tickets":{"categoryId":"7"}}""", (await host.Service.GetAsync(1, Token)).SettingsJson);
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));

        static void EditBoth(GuildConfigEditor guild)
        {
            guild.Set(new ModerationSettings { WarnLimit = 9 });
            guild.Set(new TicketSettings { CategoryId = 9 });
        }
    }

    [Fact]
    public async Task Update_ThatWouldFail_IsRefusedFirstAndFailsOnceAllowed()
    {
        await using var host = await StartAsync();
        _authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.ActorId == 9), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, _ => ThrowFormat(), new ChangeContext { ActorId = 9 }, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, _ => ThrowFormat(), token), new ChangeContext { ActorId = 9 }, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, new ChangeContext { ActorId = 9, ExpectedRevision = 7 }, Token));
        await Assert.ThrowsAsync<FormatException>(() => host.Service.UpdateAsync(1, _ => ThrowFormat(), _actor, Token));
        await Assert.ThrowsAsync<FormatException>(() => host.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, _ => ThrowFormat(), token), _actor, Token));
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, _actor with { ExpectedRevision = 7 }, Token));

        static void ThrowFormat() => throw new FormatException("mine");
    }

    [Fact]
    public async Task Update_ThatTouchesMoreByTheTimeItIsAllowed_IsAskedAboutAgain()
    {
        await using var host = await StartAsync();
        var others = 0;
        _authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.ActorId == 8), It.IsAny<CancellationToken>()))
            .Returns(async (GuildConfigAccess access, CancellationToken token) =>
            {
                lock (_asked)
                {
                    _asked.Add(string.Join(' ', access.Sections));
                }

                if (Interlocked.Increment(ref others) == 1)
                {
                    await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = 7 }, token);
                }

                return !access.Sections.Contains("background");
            });

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, EditByWhatIsThere, _actor, Token));

        Assert.Equal(["moderation", "Updated: welcomeChannelId", "background moderation"], _asked);
        var guild = await host.Service.GetAsync(1, Token);
        Assert.Equal((5UL, null, 1L), (guild.WelcomeChannelId, guild.Background, guild.Revision));

        static void EditByWhatIsThere(GuildConfigEditor guild)
        {
            guild.Set(new ModerationSettings { WarnLimit = 9 });
            if (guild.WelcomeChannelId == 5)
            {
                guild.SetBackground("a.png", "image/png");
            }
        }
    }

    [Fact]
    public async Task Update_SlowAuthorizer_DelaysNoOtherWrite()
    {
        await using var host = await StartAsync();
        var gate = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.ActorId == 9), It.IsAny<CancellationToken>())).Returns(() => new ValueTask<bool>(gate.Task));

        var slow = host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = 9 }, Token);
        var other = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, _actor, Token).InTime();
        gate.SetResult(true);

        Assert.Equal((1L, 2L), (other.Revision, (await slow.InTime()).Revision));
    }

    [Fact]
    public async Task AuthorizeRead_NotImplemented_AsksAboutAnEmptyUpdate()
    {
        IGuildConfigAuthorizer reader = new Recorder();

        Assert.True(await reader.AuthorizeReadAsync(1, 8, Token));
        Assert.False(await reader.AuthorizeReadAsync(1, null, Token));
    }

    private static async Task StoreAsync(TestHost host, string json)
        => await host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson(json), new ChangeContext { ActorId = 5 }, Token);

    private async Task<TestHost> StartAsync()
    {
        _authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.ActorId == 5), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        return await TestHost.StartAsync(services: services =>
        {
            services.AddGuildConfig().AddSettings<ModerationSettings>("moderation").AddSettings<TicketSettings>("tickets");
            services.AddSingleton(_authorizer.Object);
        });
    }

    private sealed class Recorder : IGuildConfigAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken)
            => new(access is { GuildId: 1, ActorId: 8, Kind: GuildConfigChangeKind.Updated, Sections: [] });
    }
}

using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class AccessGuardTests
{
    private const int AccessDenied = 22;

    private static readonly ChangeContext _actor = new() { ActorId = 8 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DemandAsync_EveryWrite_AsksWithGuildActorAndKind()
    {
        var (authorizer, asked) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        var log = host.Get<IGuildConfigChangeLog>();

        await host.Service.GetOrCreateAsync(1, _actor, Token);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, _actor, Token);
        await host.Service.DeleteAsync(1, _actor, Token);
        await log.RestoreAsync(1, 1, _actor, Token);
        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.GetAsync(4, token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 1, token);
                await transaction.DeleteAsync(3, token);
            },
            _actor,
            Token);

        Assert.Equal(
            [
                new GuildConfigAccess(1, 8, GuildConfigChangeKind.Created),
                new GuildConfigAccess(1, 8, GuildConfigChangeKind.Updated) { Sections = ["welcomeChannelId"] },
                new GuildConfigAccess(1, 8, GuildConfigChangeKind.Deleted) { Sections = ["welcomeChannelId"] },
                new GuildConfigAccess(1, 8, GuildConfigChangeKind.Restored),
                new GuildConfigAccess(2, 8, GuildConfigChangeKind.Updated) { Sections = ["welcomeChannelId"] },
                new GuildConfigAccess(3, 8, GuildConfigChangeKind.Deleted),
            ],
            asked);
    }

    [Fact]
    public async Task DemandAsync_GetOrCreateOfAStoredGuild_DoesNotAsk()
    {
        var (authorizer, asked) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        asked.Clear();

        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        host.Cache.Invalidate(1);
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);

        Assert.Empty(asked);
    }

    [Theory]
    [Trait("Invariant", "7")]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("delete")]
    [InlineData("restore")]
    [InlineData("transact update")]
    [InlineData("transact delete")]
    [InlineData("transact swallowed")]
    public async Task DemandAsync_Refusal_ChangesNothingAndIsLoggedAndCounted(string call)
    {
        using var log = new EventRecorder();
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object, log);
        using var measurements = new Measurements(host);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);
        await using var watch = new ChangeProbe(host.Services);
        authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.ActorId == 8 && x.GuildId < 9), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        var refused = await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => WriteAsync(host, call));

        Assert.Equal(8UL, refused.ActorId);
        Assert.Equal(call == "create" ? 2UL : 1UL, refused.GuildId);
        Assert.Equal(1, log.Count(AccessDenied));
        Assert.Equal([1], measurements.Of("denials"));
        Assert.Equal(6UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.False((await host.Service.GetAsync(9, Token)).Exists);
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(3, (await host.Service.UpdateAsync(10, e => e.WelcomeChannelId = 1, cancellationToken: Token)).Revision);
        Assert.Equal(10UL, (await watch.NextAsync()).GuildId);
    }

    [Fact]
    public async Task DemandAsync_AuthorizerThrows_PassesItsExceptionToTheCallerAndChangesNothing()
    {
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        var mine = new FormatException("mine");
        authorizer.Setup(a => a.AuthorizeAsync(It.IsAny<GuildConfigAccess>(), It.IsAny<CancellationToken>())).ThrowsAsync(mine);

        Assert.Same(mine, await Assert.ThrowsAsync<FormatException>(() => WriteAsync(host, "update")));
        Assert.Same(mine, await Assert.ThrowsAsync<FormatException>(() => WriteAsync(host, "transact update")));

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task DemandAsync_AuthorizerThrowsAndAUnitSwallowsIt_RefusesTheWholeUnit()
    {
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.GuildId == 1), It.IsAny<CancellationToken>())).ThrowsAsync(new FormatException("mine"));

        await Assert.ThrowsAsync<FormatException>(() => WriteAsync(host, "transact swallowed"));

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task DemandAsync_RefusalInAUnit_ReachesTheDelegateAndPlansNothing()
    {
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.GuildId == 1), It.IsAny<CancellationToken>())).ReturnsAsync(false);
        Exception? seen = null;
        ulong? planned = 0;

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                seen = await Record.ExceptionAsync(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 5, token));
                planned = (await transaction.GetAsync(1, token)).WelcomeChannelId;
            },
            _actor,
            Token));

        Assert.IsType<GuildConfigAccessDeniedException>(seen);
        Assert.Null(planned);
    }

    [Fact]
    public async Task DemandAsync_RefusalAndThenTheDelegatesOwnFailure_ReportsTheRefusal()
    {
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.GuildId == 1), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await Record.ExceptionAsync(() => transaction.DeleteAsync(1, token));
                throw new FormatException("mine");
            },
            _actor,
            Token));
    }

    [Fact]
    public async Task DemandAsync_TransactionThatHasEnded_DoesNotAsk()
    {
        var (authorizer, asked) = Recording();
        await using var host = await StartAsync(authorizer.Object);
        IGuildConfigTransaction? kept = null;
        await host.Service.TransactAsync(
            (transaction, _) =>
            {
                kept = transaction;
                return Task.CompletedTask;
            },
            _actor,
            Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.DeleteAsync(1, Token));

        Assert.Empty(asked);
    }

    [Fact]
    public async Task DemandAsync_AuthorizerNeverReturnsInAUnit_IsAbandonedAtTheTimeout()
    {
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object, configure: options => options.TransactionTimeout = TimeSpan.FromMilliseconds(500));
        authorizer.Setup(a => a.AuthorizeAsync(It.Is<GuildConfigAccess>(x => x.GuildId == 1), It.IsAny<CancellationToken>()))
            .Returns(new ValueTask<bool>(new TaskCompletionSource<bool>().Task));

        var timedOut = await Assert.ThrowsAsync<GuildConfigException>(() => WriteAsync(host, "transact update").InTime());

        Assert.Contains("timeout", timedOut.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Deadlines.UntilMadeAsync(() => host.Service.UpdateAsync(2, e => e.WelcomeChannelId = 1, cancellationToken: Token))).Revision);
    }

    [Fact]
    public async Task DemandAsync_TokenOfTheCaller_ReachesTheAuthorizer()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (authorizer, _) = Recording();
        await using var host = await StartAsync(authorizer.Object);

        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: cancellation.Token);

        authorizer.Verify(a => a.AuthorizeAsync(It.IsAny<GuildConfigAccess>(), cancellation.Token), Times.Once);
    }

    [Fact]
    public async Task AddAuthorizer_Twice_TheLastOneDecides()
    {
        var services = new ServiceCollection();
        services.AddGuildConfig().AddAuthorizer<NobodyMay>().AddAuthorizer<AnybodyMay>();

        await using var provider = services.BuildServiceProvider();

        Assert.IsType<AnybodyMay>(Assert.Single(provider.GetServices<IGuildConfigAuthorizer>()));
    }

    [Fact]
    public async Task AddAuthorizer_RegisteredType_RefusesWrites()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig().AddAuthorizer<NobodyMay>());

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => WriteAsync(host, "update"));

        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }

    private static (Mock<IGuildConfigAuthorizer> Authorizer, List<GuildConfigAccess> Asked) Recording()
    {
        var asked = new List<GuildConfigAccess>();
        var authorizer = new Mock<IGuildConfigAuthorizer>();
        authorizer.Setup(a => a.AuthorizeAsync(Capture.In(asked), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        return (authorizer, asked);
    }

    private static Task<TestHost> StartAsync(IGuildConfigAuthorizer authorizer, ILoggerProvider? log = null, Action<GuildConfigOptions>? configure = null)
        => TestHost.StartAsync(
            configure,
            services =>
            {
                services.AddMetrics();
                services.AddSingleton(authorizer);
                if (log is not null)
                {
                    services.AddSingleton(log);
                }
            });

    private static Task WriteAsync(TestHost host, string call) => call switch
    {
        "create" => host.Service.GetOrCreateAsync(2, _actor, Token),
        "update" => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 7, _actor, Token),
        "delete" => host.Service.DeleteAsync(1, _actor, Token),
        "restore" => host.Get<IGuildConfigChangeLog>().RestoreAsync(1, 1, _actor, Token),
        _ => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(9, e => e.WelcomeChannelId = 9, token);
                var refused = call switch
                {
                    "transact delete" => await Record.ExceptionAsync(() => transaction.DeleteAsync(1, token)),
                    _ => await Record.ExceptionAsync(() => transaction.UpdateAsync(1, e => e.WelcomeChannelId = 7, token)),
                };
                if (call != "transact swallowed" && refused is not null)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(refused);
                }
            },
            _actor,
            Token),
    };

    private sealed class AnybodyMay : IGuildConfigAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => new(true);
    }

    private sealed class NobodyMay : IGuildConfigAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => new(false);
    }
}

using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.DependencyInjection;

public sealed class GuildConfigServiceCollectionExtensionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AddGuildConfig_Twice_RegistersOnceAndAppliesBothInOrder()
    {
        var once = new ServiceCollection();
        once.AddGuildConfig();
        var twice = new ServiceCollection();
        twice.AddGuildConfig(options => (options.SyncInterval, options.PreloadOnStartup) = (TimeSpan.FromSeconds(2), false));
        twice.AddGuildConfig(options => options.SyncInterval = TimeSpan.FromSeconds(3));

        Assert.Equal(
            once.Select(service => (service.ServiceType, service.Lifetime)),
            twice.Where(service => service.ServiceType != typeof(IConfigureOptions<GuildConfigOptions>)).Select(service => (service.ServiceType, service.Lifetime)));
        using var provider = twice.BuildServiceProvider();
        var applied = provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value;
        Assert.Equal(TimeSpan.FromSeconds(3), applied.SyncInterval);
        Assert.False(applied.PreloadOnStartup);
        Assert.Single(provider.GetServices<IHostedService>());
        Assert.Single(provider.GetServices<ICommitObserver>());
    }

    [Fact]
    public async Task AddGuildConfig_Twice_StillWorks()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig());

        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    [Fact]
    public async Task AddGuildConfig_ConnectionString_IsUsed()
    {
        using var directory = new TemporaryDirectory();
        await using var provider = new ServiceCollection().AddGuildConfig("Data Source=" + directory.File("named.db")).Services.BuildServiceProvider();

        await provider.GetRequiredService<IGuildConfigService>().GetOrCreateAsync(1, cancellationToken: Token);

        Assert.True(File.Exists(directory.File("named.db")));
    }

    [Fact]
    public async Task Dispose_ProviderSynchronously_FinishesAcceptedWrites()
    {
        using var directory = new TemporaryDirectory();
        var connectionString = "Data Source=" + directory.File("bot.db");
        Task<GuildConfigSnapshot> accepted;
#pragma warning disable CA1849 // The synchronous way is what is tested.
        using (var provider = new ServiceCollection().AddGuildConfig(connectionString).Services.BuildServiceProvider())
        {
            await provider.InitializeGuildConfigAsync(cancellationToken: Token);
            accepted = provider.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        }
#pragma warning restore CA1849

        Assert.True((await accepted).Exists);
        await using var again = new ServiceCollection().AddGuildConfig(connectionString).Services.BuildServiceProvider();
        Assert.Equal(5UL, (await again.GetRequiredService<IGuildConfigService>().GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public void AddGuildConfig_NothingConfigured_HasTheDocumentedDefaults()
    {
        using var provider = new ServiceCollection().AddGuildConfig().Services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value;

        Assert.Equal("Data Source=guild-config.db", options.ConnectionString);
        Assert.True(options.MigrateOnStartup);
        Assert.True(options.PreloadOnStartup);
        Assert.Equal(TimeSpan.FromSeconds(1), options.SyncInterval);
        Assert.Equal(TimeSpan.FromSeconds(5), options.TransactionTimeout);
        Assert.Null(options.HistoryRetention);
        Assert.Null(options.BackgroundRoot);
        Assert.Equal(100_000_000, options.Cache.MaxBytes);
        Assert.Equal(TimeSpan.FromHours(1), options.Cache.TimeToLive);
    }

    [Fact]
    public void AddGuildConfig_BadArguments_AreNamed()
    {
        Assert.Equal("services", Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddGuildConfig()).ParamName);
        Assert.Equal("services", Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddGuildConfig("Data Source=a.db")).ParamName);
        Assert.Equal("connectionString", Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddGuildConfig((string)null!)).ParamName);
        Assert.Equal("connectionString", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddGuildConfig(" ")).ParamName);
    }

    [Fact]
    public async Task AddGuildConfig_Services_AreCachingSingletons()
    {
        await using var host = await TestHost.StartAsync();
        using var scope = host.Services.CreateScope();

        Assert.IsType<CachingGuildConfigService>(host.Service);
        Assert.Same(host.Service, scope.ServiceProvider.GetRequiredService<IGuildConfigService>());
        Assert.Same(host.Cache, scope.ServiceProvider.GetRequiredService<IGuildConfigCache>());
    }

    [Fact]
    public async Task AddAuthorizer_RefusesAWrite_ChangesNothing()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig().AddAuthorizer<OnlyActorSeven>());

        var denied = await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = 8 }, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token));

        Assert.Equal((1UL, 8UL), (denied.GuildId, denied.ActorId));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(5UL, (await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = 7 }, Token)).WelcomeChannelId);
    }

    private sealed class OnlyActorSeven : IGuildConfigAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => new(access.ActorId == 7);
    }
}

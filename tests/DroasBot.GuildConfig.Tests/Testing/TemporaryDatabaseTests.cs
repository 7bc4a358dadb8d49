using DroasBot.GuildConfig.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Testing;

/// <summary>A host's own registration, on the test's database.</summary>
public sealed class TemporaryDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UseTemporaryDatabase_AnyRegistration_IsTheRealEngineOnATemporaryFile()
    {
        string directory;
        await using (var provider = Build(services => services.AddGuildConfig().UsePostgreSql("Host=db.invalid;Database=bot;Username=bot;Password=secret")))
        {
            var service = provider.GetRequiredService<IGuildConfigService>();
            var stored = await service.UpdateAsync(1, e => e.WelcomeChannelId = 5, new ChangeContext { ActorId = 7 }, Token);
            provider.GetRequiredService<IGuildConfigCache>().Invalidate(1);

            Assert.Equal((5UL, 1L), ((await service.GetAsync(1, Token)).WelcomeChannelId, stored.Revision));
            Assert.Equal(7UL, (await provider.GetRequiredService<IGuildConfigChangeLog>().GetHistoryAsync(1, Token).SingleAsync(Token)).ActorId);
            directory = DirectoryOf(provider);
            Assert.True(File.Exists(Path.Combine(directory, "guild-config.db")));
        }

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task UseTemporaryDatabase_TwoProviders_ShareNothing()
    {
        await using var first = Build(services => services.AddGuildConfig("Data Source=/nowhere/bot.db"));
        await using var second = Build(services => services.AddGuildConfig("Data Source=/nowhere/bot.db"));

        await first.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.False((await second.GetRequiredService<IGuildConfigService>().GetAsync(1, Token)).Exists);
        Assert.NotEqual(DirectoryOf(first), DirectoryOf(second));
    }

    [Fact]
    public async Task UseTemporaryDatabase_ConfiguredOtherwiseLater_StillWins()
    {
        await using var provider = Build(
            services => services.AddGuildConfig(options => options.CreateIfMissing = false),
            services => services.Configure<GuildConfigOptions>(options => options.ConnectionString = "Data Source=/nowhere/other.db"));

        await provider.InitializeGuildConfigAsync(cancellationToken: Token);

        Assert.StartsWith(Path.GetTempPath(), DirectoryOf(provider), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseTemporaryDatabase_Twice_IsHarmless()
    {
        await using var provider = Build(services => services.AddGuildConfig().UseTemporaryDatabase());

        Assert.False((await provider.GetRequiredService<IGuildConfigService>().GetAsync(1, Token)).Exists);
        Assert.Single(provider.GetServices<GuildConfigFaults>());
    }

    private static string DirectoryOf(IServiceProvider provider) => Path.GetDirectoryName(provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value.BackgroundRoot)!;

    private static ServiceProvider Build(Func<IServiceCollection, IGuildConfigBuilder> register, Action<IServiceCollection>? afterwards = null)
    {
        var services = new ServiceCollection();
        register(services).UseTemporaryDatabase();
        afterwards?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}

using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Hosting;

public sealed class GuildConfigHostedServiceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ConnectionString => "Data Source=" + _directory.File("bot.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task HostStart_BotRegisteredBeforeTheLibrary_StartsAfterSettingsAreLoaded()
    {
        using (var first = Build())
        {
            await first.StartAsync(Token);
            await first.Services.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
            await first.StopAsync(Token);
        }

        using var second = Build();
        await second.StartAsync(Token);

        var bot = second.Services.GetRequiredService<Bot>();
        Assert.Equal(2, bot.CachedAtStart);
        Assert.Equal(5UL, bot.ChannelAtStart);
        Assert.Equal(0, second.Services.GetRequiredService<IGuildConfigCache>().GetStatistics().Misses);
        await second.StopAsync(Token);
    }

    [Fact]
    public async Task HostStop_BotStillWritesWhileItStops_IsDurable()
    {
        using (var host = Build())
        {
            await host.StartAsync(Token);
            await host.StopAsync(Token);
            await Assert.ThrowsAsync<GuildConfigException>(() => host.Services.GetRequiredService<IGuildConfigService>().GetOrCreateAsync(3, cancellationToken: Token));
        }

        using var again = Build();
        await again.StartAsync(Token);
        Assert.Equal(77UL, (await again.Services.GetRequiredService<IGuildConfigService>().GetAsync(2, Token)).WelcomeChannelId);
        await again.StopAsync(Token);
    }

    [Fact]
    public async Task HostStart_DatabaseCannotBeOpened_StopsTheHostFromStarting()
    {
        _directory.Write("bot.db", Enumerable.Repeat((byte)'x', 5000).ToArray());
        using var host = Build();

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.StartAsync(Token));

        Assert.False(host.Services.GetRequiredService<Bot>().HasStarted);
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _directory.Path });
        builder.Services.AddSingleton<Bot>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Bot>());
        builder.Services.AddGuildConfig(ConnectionString);
        return builder.Build();
    }

    private sealed class Bot(IGuildConfigService service, IGuildConfigCache cache) : IHostedService
    {
        public bool HasStarted { get; private set; }

        public long CachedAtStart { get; private set; }

        public ulong? ChannelAtStart { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            HasStarted = true;
            CachedAtStart = cache.GetStatistics().Count;
            ChannelAtStart = (await service.GetAsync(1, cancellationToken)).WelcomeChannelId;
        }

        public Task StopAsync(CancellationToken cancellationToken)
            => service.UpdateAsync(2, e => e.WelcomeChannelId = 77, cancellationToken: cancellationToken);
    }
}

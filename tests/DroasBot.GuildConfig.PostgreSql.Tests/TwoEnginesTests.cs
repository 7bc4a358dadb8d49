using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class TwoEnginesTests(PostgreSqlServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_BothEnginesInOneProcess_EachServesItsOwn()
    {
        using var directory = new TemporaryDirectory();
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await using var embedded = new ServiceCollection().AddGuildConfig("Data Source=" + directory.Database).Services.BuildServiceProvider();
        var (shared, local) = (node.Service, embedded.GetRequiredService<IGuildConfigService>());

        await shared.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        await local.UpdateAsync(1, e => e.WelcomeChannelId = 20, cancellationToken: Token);

        Assert.Equal(10UL, (await shared.ListAsync(Token).SingleAsync(Token)).WelcomeChannelId);
        Assert.Equal(20UL, (await local.ListAsync(Token).SingleAsync(Token)).WelcomeChannelId);
        Assert.False((await shared.GetAsync(2, Token)).Exists);
        Assert.False((await local.GetAsync(2, Token)).Exists);
    }
}

using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Starts on new and on existing databases.</summary>
public abstract class StartupContract : StoreContract
{
    [Fact]
    public async Task StartAsync_SeveralNodesOnOneEmptyDatabase_AllStart()
    {
        var nodes = Enumerable.Range(0, 6).Select(_ => Store.BuildNode(options => options.TransactionTimeout = Deadlines.Limit)).ToList();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token), Token)));
        await Task.WhenAll(nodes.Select(node => node.IncrementAsync(1, Token)));

        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_clock"));
        Assert.Equal((long)nodes.Count, await Store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
    }

    [Fact]
    public async Task StartAsync_ExistingDatabase_KeepsItsData()
    {
        var first = await Store.StartNodeAsync();
        await first.IncrementAsync(1, Token);
        var epoch = await Store.ScalarAsync<string>("SELECT epoch FROM guild_config_clock");
        await first.DisposeAsync();

        var second = await Store.StartNodeAsync(options => options.MigrateOnStartup = false);

        Assert.Equal(1UL, (await second.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(epoch, await Store.ScalarAsync<string>("SELECT epoch FROM guild_config_clock"));
        Assert.Matches("^[0-9a-f]{32}$", epoch);
    }

    [Fact]
    public async Task StartAsync_NoDatabaseAndMigrateOnStartupOff_Fails()
    {
        var node = Store.BuildNode(options => options.MigrateOnStartup = false);

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task HasPendingModelChanges_MigratedModel_IsFalse()
    {
        var node = await Store.StartNodeAsync();
        await using var context = await node.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);

        Assert.False(context.Database.HasPendingModelChanges());
    }
}

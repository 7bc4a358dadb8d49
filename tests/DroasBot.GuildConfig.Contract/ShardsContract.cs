using System.Globalization;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A process that runs some of the bot's shards loads and keeps only their guilds.</summary>
public abstract class ShardsContract : StoreContract
{
    private const int Total = 3;

    /// <summary>Ids of each shard at both ends of the signed numbers that store them, and neighbours that differ only in the lower 22 bits.</summary>
    private static readonly ulong[] _guilds =
    [
        1, 1UL << 22, (1UL << 22) + 1, 2UL << 22, 3UL << 22, 175928847299117063, long.MaxValue, 1UL << 63, (1UL << 63) + (1UL << 22), (1UL << 63) + (2UL << 22), ulong.MaxValue - (1UL << 22), ulong.MaxValue,
    ];

    public static TheoryData<string> SomeShards => ["0", "1", "2", "0 2", "2 1 2"];

    [Theory]
    [MemberData(nameof(SomeShards))]
    public async Task PreloadAndRefresh_SomeShards_LoadOnlyTheirGuilds(string ids)
    {
        int[] shards = [.. ids.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        await StoreAllAsync();
        var own = _guilds.Where(guild => shards.Contains((int)((guild >> 22) % Total))).ToList();

        var node = await Store.StartNodeAsync(options => (options.Shards.Total, options.Shards.Ids) = (Total, shards));

        Assert.Equal(own.Count, node.Cache.GetStatistics().Count);
        foreach (var guild in own)
        {
            await node.Service.GetAsync(guild, Token);
        }

        Assert.Equal((own.Count, 0L), ((int)node.Cache.GetStatistics().Hits, node.Cache.GetStatistics().Misses));
        Assert.Equal(own.Count, await node.Cache.RefreshAllAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task PreloadOnStartup_AllShardsByName_LoadsEveryGuild()
    {
        await StoreAllAsync();

        var node = await Store.StartNodeAsync(options => (options.Shards.Total, options.Shards.Ids) = (Total, [0, 1, 2]));

        Assert.Equal(_guilds.Length, node.Cache.GetStatistics().Count);
    }

    [Fact]
    public async Task AnyCall_GuildsOfOtherShards_AreReadWrittenAndFollowed()
    {
        await StoreAllAsync();
        var node = await Store.StartNodeAsync(options => (options.Shards.Total, options.Shards.Ids) = (Total, [0]));
        var other = await Store.StartNodeAsync();
        const ulong Foreign = (1UL << 63) + (2UL << 22);
        Assert.Equal(100UL, (await node.Service.GetAsync(Foreign, Token)).WelcomeChannelId);
        Assert.Equal(100UL, (await node.Service.GetAsync(Foreign, Token)).WelcomeChannelId);
        Assert.Equal((1L, 1L), (node.Cache.GetStatistics().Hits, node.Cache.GetStatistics().Misses));

        await using var probe = new ChangeProbe(node.Services);
        await other.Service.UpdateAsync(Foreign, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await probe.NextAsync();
        Assert.Equal(5UL, (await node.Service.GetAsync(Foreign, Token)).WelcomeChannelId);

        await node.Service.UpdateAsync(Foreign, e => e.WelcomeChannelId = 6, cancellationToken: Token);
        Assert.Equal(6UL, (await node.Service.GetAsync(Foreign, Token)).WelcomeChannelId);

        await Store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 7");
        await node.Cache.RefreshAllAsync(cancellationToken: Token);
        Assert.Equal(7UL, (await node.Service.GetAsync(Foreign, Token)).WelcomeChannelId);
        await node.Service.DeleteAsync(Foreign, cancellationToken: Token);
        Assert.False((await node.Service.GetAsync(Foreign, Token)).Exists);
    }

    private async Task StoreAllAsync()
    {
        var node = await Store.StartNodeAsync();
        foreach (var guild in _guilds)
        {
            await node.Service.UpdateAsync(guild, e => e.WelcomeChannelId = 100, cancellationToken: Token);
        }
    }
}

using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The bot's shards that this process runs. It loads and keeps their guilds; guilds of other shards can be read and changed as usual.</summary>
/// <remarks>A guild belongs to the shard <c>(id &gt;&gt; 22) % Total</c>. Source: https://discord.com/developers/docs/events/gateway#sharding.</remarks>
public sealed class GuildConfigShardOptions
{
    /// <summary>Gets or sets how many shards the bot has. At least 1. Default: 1.</summary>
    [AllowedRange(1, int.MaxValue)]
    public int Total { get; set; } = 1;

    /// <summary>Gets or sets the shards that this process runs: numbers from 0 up to, not including, <see cref="Total"/>, at least one. Default: <see langword="null"/>, all.</summary>
    public IReadOnlyCollection<int>? Ids { get; set; }
}

using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Decides which guilds belong to this process's shards. Immutable.</summary>
internal sealed class GuildShards(IOptions<GuildConfigOptions> options)
{
    private readonly HashSet<int>? _ids = options.Value.Shards.Ids is { } ids && ids.Distinct().Count() < options.Value.Shards.Total ? [.. ids] : null;

    /// <summary>Gets how many shards the bot has.</summary>
    public int Total { get; } = options.Value.Shards.Total;

    /// <summary>Gets the shards of this process; <see langword="null"/> if it runs all.</summary>
    public IReadOnlyCollection<int>? Ids => _ids;

    /// <summary>Returns the SQL condition for the guilds of these shards; empty for all shards.</summary>
    /// <remarks>Ids from 2^63 up are stored as negative numbers, which a right shift fills with ones; the mask removes them.</remarks>
    public string Condition(string column)
        => _ids is null ? string.Empty : $" WHERE (({column} >> 22) & {ulong.MaxValue >> 22}) % {Total} IN ({string.Join(", ", _ids)})";

    /// <summary>Whether a guild belongs to a shard of this process.</summary>
    public bool Contains(ulong guildId) => _ids?.Contains((int)((guildId >> 22) % (ulong)Total)) ?? true;
}

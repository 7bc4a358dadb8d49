namespace DroasBot.GuildConfig.Sample.StandIn;

/// <summary>Generates snowflakes: milliseconds since 1 January 2015, then 22 bits that distinguish the ids of one millisecond.</summary>
internal static class GuildIds
{
    public const int MostSeeded = 1_000_000;
    public const ulong FirstSeeded = 264_905_529_753_600_000;
    public const ulong BetweenSeeded = (259_033UL << SequenceBits) + 40_503;

    private const int SequenceBits = 22;

    private static readonly DateTimeOffset _epoch = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The guild that the bot shows at every start, to prove what the last run left.</summary>
    public static ulong Home => Seeded(0);

    /// <summary>The id of a seeded guild, the same on every run.</summary>
    public static ulong Seeded(int number) => FirstSeeded + ((ulong)number * BetweenSeeded);

    /// <summary>A guild created now.</summary>
    public static ulong New() => (ulong)(TimeProvider.System.GetUtcNow() - _epoch).TotalMilliseconds << SequenceBits;

    public static ulong PickOther(List<ulong> guildIds) => guildIds[Random.Shared.Next(guildIds.Count)] is var picked && picked != Home ? picked : guildIds[^1];

    /// <summary>A channel of a guild, created some hours after it.</summary>
    public static ulong ChannelOf(ulong guildId, int number) => guildId + ((ulong)(number + 1) * 3_607_129 << SequenceBits);

    public static ulong NewChannel(ulong guildId) => ChannelOf(guildId, Random.Shared.Next(1, 1000));
}
